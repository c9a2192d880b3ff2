// A place for what kernels keep while they work. Each thread has its own.

export let scratch: usize = 0

export function scratchBytes(): usize {
  return 2048
}
export function useScratch(address: usize): void {
  scratch = address
}
