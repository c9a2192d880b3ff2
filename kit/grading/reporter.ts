export default class ProgressReporter {}
