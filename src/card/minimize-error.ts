/** Thrown by minimizeBundle where it would lose something that must not be lost. */
export class MinimizeError extends TypeError {
  override readonly name = 'MinimizeError';
  /** Where, as a FHIRPath-like path: `Bundle.entry[1].resource.vaccineCode`. */
  readonly path: string;
  constructor(problem: string, path: string) {
    super(`${path} ${problem}`);
    this.path = path;
  }
}
