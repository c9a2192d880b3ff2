import ts from 'typescript';
import fs from 'fs';
// print string literals with at least two words, with file:line; templates merged
for (const f of process.argv.slice(2)) {
  const src = fs.readFileSync(f,'utf8');
  const sf = ts.createSourceFile(f, src, ts.ScriptTarget.Latest, true);
  let out=[];
  const visit=n=>{
    if (ts.isImportDeclaration(n)||ts.isExportDeclaration(n)) return;
    if (ts.isStringLiteral(n)||ts.isNoSubstitutionTemplateLiteral(n)||ts.isTemplateExpression(n)){
      const t=n.getText();
      if (/[A-Za-z]+ [A-Za-z]/.test(t)||/\w \$\{|\} \w/.test(t)) { out.push(`${sf.getLineAndCharacterOfPosition(n.getStart()).line+1}: ${t}`); return; }
    }
    ts.forEachChild(n,visit);
  };
  visit(sf);
  if(out.length) console.log('=== '+f+'\n'+out.join('\n'));
}
