"""Where a caret goes: by grapheme in the order seen, by word, by line, over blocks. Positions are code points."""

from annotator.ui.article.layout import Block, Page


def leftward(page: Page, position: int) -> int:
    """One grapheme to the left as it is seen; over the edge of a block into the next one on that side."""
    return _sideways(page, position, left=True)


def rightward(page: Page, position: int) -> int:
    return _sideways(page, position, left=False)


def word_leftward(page: Page, position: int) -> int:
    """To the begin of a word on the left."""
    number, block = page.block_at(position)
    if block.right_to_left:
        return _word_on(page, number, block, position)
    return _word_back(page, number, block, position)


def word_rightward(page: Page, position: int) -> int:
    number, block = page.block_at(position)
    if block.right_to_left:
        return _word_back(page, number, block, position)
    return _word_on(page, number, block, position)


def vertical(page: Page, position: int, x: float, *, down: bool) -> int:
    """The place nearest to x on the next line; empty lines are passed over, as they are only space."""
    number, block = page.block_at(position)
    line = block.line_of(block.unit(position)) + (1 if down else -1)
    if not 0 <= line < len(block.lines):
        step = 1 if down else -1
        number += step
        while 0 <= number < len(page.blocks) and page.blocks.empty(number):
            number += step
        if not 0 <= number < len(page.blocks):
            return len(page.text) if down else 0
        block = page.block(number)
        line = 0 if down else len(block.lines) - 1
    return on_line(block, line, x)


def on_line(block: Block, number: int, x: float) -> int:
    """The place nearest to x on a line, before the white space at its end."""
    line = block.lines[number]
    unit = line.text.xToCursor(x)
    if unit >= line.end and number + 1 < len(block.lines):
        unit = line.solid if line.solid < line.end else block.layout.previousCursorPosition(line.end)
    return block.position(max(unit, line.begin))


def line_begin(page: Page, position: int) -> int:
    _, block = page.block_at(position)
    return block.position(block.lines[block.line_of(block.unit(position))].begin)


def line_end(page: Page, position: int) -> int:
    """The end of a line; of one that goes on, before the space at which it is broken."""
    _, block = page.block_at(position)
    number = block.line_of(block.unit(position))
    line = block.lines[number]
    if number + 1 == len(block.lines):
        return block.position(line.end)
    return block.position(line.solid if line.solid < line.end else block.layout.previousCursorPosition(line.end))


def caret_x(page: Page, position: int) -> float:
    return page.caret(position)[1].x()


def snapped(page: Page, position: int, *, forward: bool) -> int:
    """The position, or the nearest one in a direction that is not inside what is seen as one character."""
    position = max(0, min(len(page.text), position))
    return page.block_at(position)[1].snap(position, forward=forward)


def _sideways(page: Page, position: int, *, left: bool) -> int:
    number, block = page.block_at(position)
    unit = block.unit(position)
    moved = block.layout.leftCursorPosition(unit) if left else block.layout.rightCursorPosition(unit)
    if moved != unit:
        return block.position(moved)
    back = left != block.right_to_left
    return _before(page, number, position) if back else _after(page, number, position)


def _before(page: Page, number: int, position: int) -> int:
    """The last place of the block before."""
    if number == 0:
        return position
    if page.blocks.continues(number - 1):
        return page.block(number - 1).snap(position - 1, forward=False)
    return page.blocks.span(number - 1).end


def _after(page: Page, number: int, position: int) -> int:
    return page.blocks.begins[number + 1] if number + 1 < len(page.blocks) else position


def _word_on(page: Page, number: int, block: Block, position: int) -> int:
    unit = block.unit(position)
    moved = block.layout.nextCursorPosition(unit, block.layout.CursorMode.SkipWords)
    return block.position(moved) if moved > unit else _after(page, number, position)


def _word_back(page: Page, number: int, block: Block, position: int) -> int:
    unit = block.unit(position)
    moved = block.layout.previousCursorPosition(unit, block.layout.CursorMode.SkipWords)
    return block.position(moved) if moved < unit else _before(page, number, position)
