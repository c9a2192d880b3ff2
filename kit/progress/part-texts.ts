/** The message for a finished part, by part number: what was learnt, and what to do with it. */
export const farewells: Readonly<Record<number, string>> = {
  1: `You have written everything that a fully connected network needs, including backward passes and update rules.
Watch your own network learn: npm run train -- two-layer --work assignments`,
  2: `You have derived the backward pass of batch normalization in two ways, and you know what batch normalization does to a deep network.
See how well it copes with badly scaled initial weights: npm run experiment -- weight-scale`,
  3: `Your network can now drop units on purpose, so that it learns fewer images by heart.
See what dropout does to the gap between training and validation: npm run experiment -- dropout`,
  4: `Your convolution, pooling and spatial normalization layers agree with the numeric gradient for every shape.
Train the convolutional network that you wrote: npm run train -- three-layer --work assignments`,
  5: `You can now read a training run: its initial loss, its update ratios, its curves and its filters.
Use these diagnostics in every run from now on: npm run train -- two-layer --work assignments`,
  6: `With your residual block you can build networks of any depth.
Now build a network of your own in assignments/6-cifar10/my-net.ts: npm run train -- my-net --work assignments
And compare your runs: npm run leaderboard`,
}

/** A preview of the part that comes next, by part number. */
export const previews: Readonly<Record<number, string>> = {
  1: 'the layers, losses and update rules that every network is made of.',
  2: 'normalization, which makes deep networks trainable.',
  3: 'dropout, which keeps a network from learning its images by heart.',
  4: 'convolution, the layer that looks at neighbouring pixels together.',
  5: 'the diagnostics that tell you why a network does not learn.',
  6: 'the residual block, and a network of your own.',
}
