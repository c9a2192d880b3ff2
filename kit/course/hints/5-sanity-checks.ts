import type { Hints } from './hints.ts'

/** The hints on the sanity checks of Part 5. */
export const sanityChecks: Record<string, Hints> = {
  '5.17': {
    levels: [
      'A slope is the difference of two values, divided by the distance of their points. Which two points are at the same distance from x, and how far apart are they?',
      'For each element i: gradient[i] = (f(x with x[i] + step) - f(x with x[i] - step)) / (2 · step). All other elements stay where they are.',
      'Use zerosLike(x) for the result and x.clone() for the moves. In a loop over i: write x.data[i] + step into the copy and call f, write x.data[i] - step and call f again, put x.data[i] back, and divide the difference by 2 * step.',
    ],
    after: [
      [
        ['numericGradient/one-side-halved', 'numericGradient/right-only', 'numericGradient/left-only'],
        'You do not need the point x itself. Which two points does a centred difference compare?',
      ],
      [
        [
          'numericGradient/divided-by-step',
          'numericGradient/multiplied',
          'numericGradient/only-halved',
          'numericGradient/divided-by-square',
          'numericGradient/not-divided',
        ],
        'The two points are one step away from x, on either side. How far apart are they, and where do the brackets go?',
      ],
      [
        ['numericGradient/left-too-small', 'numericGradient/left-too-large', 'numericGradient/all-at-once'],
        'Each pass through the loop moves one element. What must all the others be at that moment?',
      ],
      [
        ['calls/changes-input'],
        'If you add a step and subtract it again, the number is not always the same to the last bit. What can you remember, or copy, instead?',
      ],
      [
        ['numericGradient/half-step', 'numericGradient/fixed-step', 'numericGradient/relative-step'],
        'By how much does the definition move each element, and does that depend on anything?',
      ],
      [
        ['shape/axis-kept', 'numericGradient/wrong-argument'],
        'f may be a whole network. Which shape does it expect?',
      ],
      [
        ['numericGradient/sign'],
        'If f rises from left to right, its slope is positive. Which value do you subtract from which?',
      ],
    ],
  },
  '5.18': {
    levels: [
      'An error of 0.001 is large compared with 0.002, and nothing compared with 1000. With what do you compare the difference, and what if both numbers are 0? Can a subtraction hide that two shapes differ?',
      'A RangeError with both shapes if they differ; otherwise the largest of |a - n| / max(1e-8, |a| + |n|) over all elements, both absolute values taken before they are added.',
      'sameShape and formatShape help with the shapes. Then map(..., Math.abs) of both tensors, add, and map once more with Math.max(1e-8, size); max(div(...)) of the kit is the largest of all, and it is NaN if any element is NaN.',
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
        'Both gradients should count equally. What do you get if you swap them, and what if they have opposite signs?',
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
        'One wrong element among thousands must not go unnoticed. Which of all the errors do you return, and when do you divide?',
      ],
      [
        ['relativeError/hides-not-finite'],
        'Every comparison with NaN is false. What does your code return if one of the errors is NaN?',
      ],
      [
        ['error/none', 'error/other'],
        'A (3,) and a (1, 3) can be subtracted, and the result looks fine. What do you compare before anything else, and what should the error say?',
      ],
      [
        ['relativeError/signed', 'relativeError/of-absolutes'],
        'A difference in either direction is an error. What do you take the absolute value of?',
      ],
      [['relativeError/absolute'], 'With what should you compare the difference?'],
    ],
  },
  '5.19': {
    levels: [
      'Which network should you distrust first: one that knows nothing, or one that knows what it cannot know? And which verdict fits a network that knew its images by heart for a while, but no longer at the end?',
      "In this order: other > 0.5: 'knows too much'; some training accuracy >= 0.99: 'learned by heart'; last - first > 0.1: 'still learning'; else 'learns nothing'.",
      'Write three ifs and a return. train.some(...) tests for 0.99 at any time; train[train.length - 1] - train[0] is the rise from the beginning to the end.',
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
        'The test of the other images comes before all others. In which order do you test, and where exactly is the limit?',
      ],
      [
        ['judgeOverfitting/heart-line-itself', 'judgeOverfitting/only-at-end', 'judgeOverfitting/heart-line'],
        'A single accuracy of 0.99 or more is enough. Which accuracies do you look at, and does 0.99 itself count?',
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
        'Still learning compares two accuracies, but not the best and the worst. Which two does it compare, and how far apart must they be?',
      ],
      [
        ['judgeOverfitting/nothing-learning-swapped', 'judgeOverfitting/heart-learning-swapped'],
        'Two of your answers are swapped. Which test belongs to which answer?',
      ],
    ],
  },
}
