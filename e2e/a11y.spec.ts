import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

const screens = [
  { name: 'desktop', width: 1440, height: 900 },
  { name: 'drawer', width: 1100, height: 800 },
  { name: 'narrow', width: 800, height: 500 },
  { name: 'phone', width: 390, height: 844 },
] as const;

for (const theme of ['light', 'dark'] as const) {
  for (const { name, width, height } of screens) {
    test(`has no WCAG 2.2 AA violation: ${name}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.goto('./');
      await expect(page.getByRole('button', { name: /^Send/ }).first()).toBeVisible({ timeout: 30_000 });
      await page.keyboard.press('s');
      await page.keyboard.press('End');
      await page.waitForTimeout(1500);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(
        violations.map(
          (v) =>
            `${v.id}: ${v.nodes
              .map((n) => n.target.join(' '))
              .slice(0, 3)
              .join(' | ')}`,
        ),
      ).toEqual([]);
    });
  }
}

test('nothing is clipped or wider than the page, in both languages', async ({ page }) => {
  for (const lang of ['en', 'zh-CN']) {
    for (const { width, height } of screens) {
      await page.setViewportSize({ width, height });
      await page.goto(`./?lang=${lang}`);
      await expect(page.getByRole('button', { name: /S$/ }).or(page.getByRole('main')).first()).toBeVisible();
      await page.waitForTimeout(1500);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide, `${lang} ${width}x${height}`).toBeLessThanOrEqual(0);
    }
  }
});
