// The tree of departments as the page draws it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Department } from '../../../../../edge/console/src/api/types.ts';
import { inOrder, placesFor, treeOf } from '../../../../../edge/console/src/views/departments/tree.ts';

const a = (id: string, parent: string | null = null) => ({ id, parent_team_id: parent }) as Department;
const shown = (branches: ReturnType<typeof treeOf>) => inOrder(branches).map(({ team, depth }) => `${depth} ${team.id}`);

describe('A tree of departments', () => {
  it('stands below each other in the order of the list, wherever a parent stands in it', () => {
    assert.deepEqual(shown(treeOf([a('early', 'collections'), a('collections'), a('evening', 'early'), a('late', 'collections')])), [
      '0 collections',
      '1 early',
      '2 evening',
      '1 late',
    ]);
  });

  it('shows at the top whose parent is not among them', () => {
    assert.deepEqual(shown(treeOf([a('early', 'closed'), a('disputes')])), ['0 early', '0 disputes']);
  });

  it('offers no place below what is moved', () => {
    const tree = treeOf([a('collections'), a('early', 'collections'), a('evening', 'early'), a('late', 'collections')]);
    assert.deepEqual(placesFor(tree, 'early').map(({ team }) => team.id), ['collections', 'late']);
    assert.equal(placesFor(tree, undefined).length, 4);
  });
});
