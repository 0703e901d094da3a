"""Scrolling by an anchor: the text stays where it is while estimated heights elsewhere are corrected."""

from PySide6.QtWidgets import QScrollBar

from annotator.ui.article.layout import Page
from annotator.ui.article.picture import BOTTOM, TOP, Anchor

_FAR_SCREENS = 2


class Scrolling:
    """Keeps a scroll bar and an anchor in agreement. The anchor decides; the bar's figures are estimates."""

    def __init__(self, bar: QScrollBar) -> None:
        self._bar = bar
        self._syncing = False
        self.anchor = Anchor()

    def scrolled(self, page: Page, moved: int, height: int) -> bool:
        """Take over that the bar was moved by pixels (down is negative, as Qt says it); whether a person did."""
        if self._syncing:
            return False
        if abs(moved) <= _FAR_SCREENS * height:
            self.anchor.top += moved
            return True
        value = self._bar.value()
        block = page.heights.at(value - TOP)
        self.anchor.block = block
        self.anchor.top = round(page.heights.top(block)) + TOP - value
        return True

    def sync(self, page: Page, height: int, step: int) -> None:
        """Show on the bar where the anchor is. A bar that is being dragged stays under the mouse."""
        heights = page.heights
        most = max(0, round(heights.total()) + TOP + BOTTOM - height)
        value = round(heights.top(self.anchor.block)) + TOP - self.anchor.top
        self._syncing = True
        self._bar.setPageStep(max(1, height - step))
        self._bar.setSingleStep(step)
        if not self._bar.isSliderDown():
            self._bar.setRange(0, max(most, value))
            self._bar.setValue(value)
        self._syncing = False

    def show(self, page: Page, position: int, height: int, margin: int) -> bool:
        """Move the anchor so far that a position is on the screen with some room; whether it had to be moved."""
        number, caret = page.caret(position)
        top = self._top_of(page, number, height)
        if top is None:
            self.anchor.block, self.anchor.top = number, round(height / 3 - caret.top())
            return True
        y = top + caret.top()
        if y < margin:
            self.anchor.top += round(margin - y)
        elif y + caret.height() > height - margin:
            self.anchor.top -= round(y + caret.height() - height + margin)
        else:
            return False
        return True

    def hold(self, page: Page) -> tuple[int, int]:
        """The first position on the screen and its height there, to be put back after the text was laid out anew."""
        number, top = self.anchor.block, self.anchor.top
        while number + 1 < len(page.blocks) and top + page.block(number).height <= 0:
            top += page.block(number).height
            number += 1
        block = page.block(number)
        line = block.lines[block.line_at(max(0, -top))] if top < 0 else block.lines[0]
        return block.position(line.begin), top + line.top

    def put(self, page: Page, position: int, y: int) -> None:
        number, block = page.block_at(position)
        line = block.lines[block.line_of(block.unit(position))]
        self.anchor.block, self.anchor.top = number, y - line.top

    def _top_of(self, page: Page, number: int, height: int) -> int | None:
        """Where a block is, if it is within a screen of what is shown."""
        at, top = self.anchor.block, self.anchor.top
        while at > number and top > -height:
            at -= 1
            top -= page.block(at).height
        while at < number and top < 2 * height:
            top += page.block(at).height
            at += 1
        return top if at == number else None
