/** The message for a finished part, by part number: what was learnt, and what to do with it. */
export const farewells: Readonly<Record<number, string>> = {
  1: `You have written everything that a fully connected network needs, backward passes and update rules included.
Watch your own network learn: npm run train -- two-layer --work assignments`,
  2: `You have derived batch normalization backwards in two ways, and know what it does to a network of many layers.
See how much it forgives bad first weights: npm run experiment -- weight-scale`,
  3: `Your network can now forget on purpose, and knows better for it what it has not seen.
See what dropout does to the gap between training and validation: npm run experiment -- dropout`,
  4: `Your convolution, pooling and normalization of channels agree with the numeric gradient on every shape.
Train the convolutional network that you wrote: npm run train -- three-layer --work assignments`,
  5: `You can now read a training run: its first loss, its update ratios, its curves, its filters.
They are your instruments in every run from now on: npm run train -- two-layer --work assignments`,
  6: `Your residual block carries networks of any depth.
Now build a network of your own in assignments/6-cifar10/my-net.ts: npm run train -- my-net --work assignments
And compare your runs: npm run leaderboard`,
}

/** A preview of the part that comes next, by part number. */
export const previews: Readonly<Record<number, string>> = {
  1: 'the layers, losses and update rules that every network is made of.',
  2: 'normalization, which makes deep networks trainable.',
  3: 'dropout, which keeps a network from learning its images by heart.',
  4: 'convolution, the layer that sees pictures as pictures.',
  5: 'the instruments that tell you why a network does not learn.',
  6: 'the residual block, and a network of your own.',
}
