/** A problem with a file, described in one line. */

/** By code: the reason, and whether another path or other permissions would resolve it. */
const REASONS: Readonly<Record<string, readonly [reason: string, asked: boolean]>> = {
  EACCES: ['permission denied', true],
  EPERM: ['not permitted', true],
  EROFS: ['the file system is read-only', true],
  ENOSPC: ['the disk is full', false],
  EDQUOT: ['the disk quota is used up', false],
  EFBIG: ['the file would be larger than is allowed', false],
  ENOENT: ['there is no such file or folder', true],
  ENOTDIR: ['a part of the path is a file, not a folder', true],
  EISDIR: ['it is a folder, not a file', true],
  EEXIST: ['it is a file, not a folder', true],
  EMFILE: ['too many files are open', false],
  ENAMETOOLONG: ['the name is too long', true],
};

const known = (error: unknown): readonly [reason: string, asked: boolean] | undefined => {
  const code = codeOf(error) ?? '';
  return Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
};

export class StoreError extends Error {
  override readonly name = 'StoreError';
  /** Whether the cause is the user's request, not the machine. */
  readonly asked: boolean;

  constructor(message: string, asked = false) {
    super(message);
    this.asked = asked;
  }
}

/** The operating system's error in words. */
export function reason(error: unknown): string {
  return known(error)?.[0] ?? (error instanceof Error ? error.message : String(error));
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Runs `action`; if the system refuses, throws an error with the action and the file. */
export function guarded<Result>(what: string, path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(`${path}: ${what}: ${reason(error)}`, known(error)?.[1]);
  }
}
