import { body } from 'express-validator';
import { firstProblem } from '../../lib/fields/first-problem';

const chain = body('name')
  .isString()
  .withMessage('no text')
  .isLength({ max: 5 })
  .withMessage('too long')
  .matches(/^[a-z]+$/)
  .withMessage('no letters')
  .custom((value) => {
    if (value === 'bad') {
      throw new Error('bad name');
    }
    return value !== 'none';
  });

it.each<[unknown, string | undefined]>([
  ['fine', undefined],
  [7, 'no text'],
  [['fine'], 'no text'],
  ['123456', 'too long'],
  ['12345', 'no letters'],
  ['bad', 'bad name'],
  ['none', 'Invalid value'],
])('is what the first check says that fails: %j', async (name, problem) => {
  expect(await firstProblem(chain, 'name', { name })).toBe(problem);
});

it('is none of a chain without checks', async () => {
  expect(await firstProblem(body('name'), 'name', { name: {} })).toBeUndefined();
});

it('is told anew each time, and of the field alone', async () => {
  const fields = { name: 'fine', 'name[0]': 7, other: 7 };
  expect(await firstProblem(chain, 'name', { name: 7 })).toBe('no text');
  expect(await firstProblem(chain, 'name', fields)).toBeUndefined();
  expect(await firstProblem(chain, 'other', fields)).toBe('no text');
  expect(fields).toEqual({ name: 'fine', 'name[0]': 7, other: 7 });
});
