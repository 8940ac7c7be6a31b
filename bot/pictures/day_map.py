"""A day in the life: slots along the hours, mood, devices and channels, our touchpoints, chances."""

from collections.abc import Sequence

from bot.pictures.blueprint_map import empty_page
from bot.pictures.cells import Lane
from bot.pictures.colours import BAND, BORDER, HAIRLINE, HATCH, MUTED, OPEN, QUIET, WHITE
from bot.pictures.content import channel_name, opportunities
from bot.pictures.day_time import DAY, Axis, Slot, axis, clock_time, slots_of
from bot.pictures.grid import GAP, LABEL_COLUMN, MARGIN, PADDING, Grid
from bot.pictures.header import header
from bot.pictures.legend import footer, grades_used
from bot.pictures.marks import pin
from bot.pictures.mood_labels import Box
from bot.pictures.mood_lane import HEIGHT, points_drawn, words_drawn
from bot.pictures.mood_lane import axis as mood_axis
from bot.pictures.mood_points import Scale, Spot, joined
from bot.pictures.packing import rows
from bot.pictures.subject import Subject
from bot.pictures.svg import document, group, label, line, path, rect
from bot.pictures.text import one_line, wrap
from bot.pictures.two_curves import Curves
from storage.model.mood import curve
