"""Every page of the site in every state worth a look: one list for every test that looks at all of them."""

from tests.browser.pages.desk import ALL_OF_DESK
from tests.browser.pages.own import OWN
from tests.browser.pages.public import PUBLIC
from tests.browser.pages.setting_up import SETTING_UP
from tests.browser.pages.shown import Shown

PAGES: list[Shown] = [*PUBLIC, *OWN, *ALL_OF_DESK, *SETTING_UP]
