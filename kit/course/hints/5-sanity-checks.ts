import type { Hints } from './hints.ts'

/** The hints on the sanity checks of Part 5. */
export const sanityChecks: Record<string, Hints> = {
  '5.17': {
    levels: [
      'A slope is a difference of two values, divided by how far apart their points are. Which two points lie evenly around x, and how far apart are they?',
      'For each element i: gradient[i] = (f(x with x[i] + step) - f(x with x[i] - step)) / (2 · step). All other elements stay where they are.',
      'zerosLike(x) for the result and x.clone() to move things in. In a loop over i: write x.data[i] + step into the copy and call f, write x.data[i] - step and call f again, put x.data[i] back, and divide the difference by 2 * step.',
    ],
    after: [
      [
        ['numericGradient/one-side-halved', 'numericGradient/right-only', 'numericGradient/left-only'],
        'The point x itself is not needed at all. Which two points does a centred difference compare?',
      ],
      [
        [
          'numericGradient/divided-by-step',
          'numericGradient/multiplied',
          'numericGradient/only-halved',
          'numericGradient/divided-by-square',
          'numericGradient/not-divided',
        ],
        'The two points lie on both sides of x, a step each. How far apart are they, and where do the brackets go?',
      ],
      [
        ['numericGradient/left-too-small', 'numericGradient/left-too-large', 'numericGradient/all-at-once'],
        'Each turn moves one element. What do all the others have to be at that moment?',
      ],
      [
        ['calls/changes-input'],
        'A number that was moved away and back by adding and subtracting is not always the same to the last bit. What can you keep instead, or work on?',
      ],
      [
        ['numericGradient/half-step', 'numericGradient/fixed-step', 'numericGradient/relative-step'],
        'How far does the definition move each element, and does that depend on anything?',
      ],
      [
        ['shape/axis-kept', 'numericGradient/wrong-argument'],
        'f may be a whole network. Which shape does it expect?',
      ],
      [
        ['numericGradient/sign'],
        'If f rises from left to right, its slope is positive. Which minus which is that?',
      ],
    ],
  },
  '5.18': {
    levels: [
      'An error of 0.001 is a lot beside 0.002, and nothing beside 1000. With what do you compare the difference, and what becomes of 0 beside 0? Can subtracting hide that two shapes differ?',
      'A RangeError with both shapes if they differ; otherwise the largest of |a - n| / max(1e-8, |a| + |n|) over all elements, both absolute values taken before they are added.',
      'sameShape and formatShape answer for the shapes. Then map(..., Math.abs) of both tensors, add, and map once more with Math.max(1e-8, size); max(div(...)) of the kit is the largest of all, and NaN wins in it.',
    ],
    after: [
      [
        [
          'relativeError/by-numeric',
          'relativeError/by-analytic',
          'relativeError/by-larger',
          'relativeError/by-mean',
          'relativeError/by-absolute-of-sum',
          'relativeError/by-signed-sum',
        ],
        'Neither of the two gradients is the better one. What do you get if you swap them, and what if they have opposite signs?',
      ],
      [
        ['relativeError/adds-small', 'relativeError/smaller-of-both', 'relativeError/no-small'],
        'Some gradients are exactly 0, and so are their measurements. What do you divide by then?',
      ],
      [
        [
          'relativeError/mean',
          'relativeError/first',
          'relativeError/largest-by-largest',
          'relativeError/sum',
          'relativeError/of-lengths',
        ],
        'One wrong element among thousands must not get lost. What do you take of all the errors, and when do you divide?',
      ],
      [
        ['relativeError/hides-not-finite'],
        'Every comparison with NaN is false. Who wins in your code if one of the errors is NaN?',
      ],
      [
        ['error/none', 'error/other'],
        'A (3,) and a (1, 3) can be subtracted, and the result looks fine. What do you compare before anything else, and what should the error say?',
      ],
      [
        ['relativeError/signed', 'relativeError/of-absolutes'],
        'A difference to either side is an error. What do you take the absolute value of?',
      ],
      [['relativeError/absolute'], 'Compared with what is the difference large?'],
    ],
  },
  '5.19': {
    levels: [
      'What is the first thing to distrust: a network that knows nothing, or one that knows what it cannot know? And does a network that has known its images by heart once still count?',
      "In this order: other > 0.5: 'knows too much'; some training accuracy >= 0.99: 'learned by heart'; last - first > 0.1: 'still learning'; else 'learns nothing'.",
      'Three ifs and a return. train.some(...) asks for 0.99 at any time; train[train.length - 1] - train[0] is the rise from the beginning to the end.',
    ],
    after: [
      [
        [
          'judgeOverfitting/never-too-much',
          'judgeOverfitting/too-much-after-heart',
          'judgeOverfitting/too-much-line',
          'judgeOverfitting/too-much-last',
          'judgeOverfitting/too-much-heart-swapped',
        ],
        'The answer about the other images goes before all else. In which order do you ask, and where exactly is the line?',
      ],
      [
        ['judgeOverfitting/heart-line-itself', 'judgeOverfitting/only-at-end', 'judgeOverfitting/heart-line'],
        'One moment of 0.99 or more is enough. Which accuracies do you look at, and is 0.99 itself among the good ones?',
      ],
      [
        [
          'judgeOverfitting/any-rise',
          'judgeOverfitting/rise-line',
          'judgeOverfitting/rise-to-best',
          'judgeOverfitting/rise-from-worst',
          'judgeOverfitting/rise-of-last-epoch',
          'judgeOverfitting/height-not-rise',
          'judgeOverfitting/fall-for-rise',
          'judgeOverfitting/either-side',
        ],
        'Still learning compares two accuracies, and they are neither the best nor the worst. Which two, and how far apart must they be?',
      ],
      [
        ['judgeOverfitting/nothing-learning-swapped', 'judgeOverfitting/heart-learning-swapped'],
        'Two of your answers stand in the place of the other. Which question belongs to which?',
      ],
    ],
  },
}
