import type { Department } from '../../api/types.ts';

export interface Branch {
  team: Department;
  below: Branch[];
}

/** Departments as they stand below each other, each row in the order given. One whose parent is not among them stands at the top. */
export function treeOf(teams: readonly Department[]): Branch[] {
  const branches = new Map(teams.map((team) => [team.id, { team, below: [] as Branch[] }]));
  const top: Branch[] = [];
  for (const branch of branches.values()) (branches.get(branch.team.parent_team_id ?? '')?.below ?? top).push(branch);
  return top;
}

/** Every department with how far down it stands, as one reads the tree. */
export const inOrder = (branches: readonly Branch[], depth = 0): { team: Department; depth: number }[] =>
  branches.flatMap(({ team, below }) => [{ team, depth }, ...inOrder(below, depth + 1)]);

/** Where a department may be moved: not below itself. */
export function placesFor(branches: readonly Branch[], moved: string | undefined, depth = 0): { team: Department; depth: number }[] {
  return branches.flatMap(({ team, below }) => (team.id === moved ? [] : [{ team, depth }, ...placesFor(below, moved, depth + 1)]));
}
