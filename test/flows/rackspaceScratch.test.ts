import { it } from 'vitest';
import { startSluice } from '../kit/sluice.ts';

it('looks', async () => {
  const app = await startSluice({ columns: 120, rows: 40 });
  console.log(app.screen());
  await app.open('shop-front ');
  console.log(app.screen());
  for (let i = 0; i < 9; i++) {
    await app.press('tab');
    console.log(app.screen().split('\n').slice(1, 30).join('\n').trimEnd());
  }
});
