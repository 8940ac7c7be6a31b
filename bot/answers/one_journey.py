"""Which column of a table of many maps says nothing where all its lines are of one map?"""

from bot.reply import Table


def without_the_only_journey(table: Table) -> Table:
    """The same without its last column, the journey, where all lines name the same."""
    if len({row[-1] for row in table.rows}) > 1:
        return table
    return table.model_copy(
        update={"columns": table.columns[:-1], "rows": tuple(row[:-1] for row in table.rows)},
    )
