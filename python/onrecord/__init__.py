"""Tags news text with who is named in it and who said what.

>>> import onrecord
>>> tagger = onrecord.Tagger()
>>> document = tagger.tag("The drone was switched off, ministry spokesman Erling Haugland said.")
>>> [said] = document["attributions"]
>>> said["speaker_name"], said["cue_lemma"], said["kind"]
('Erling Haugland', 'say', 'indirect')

A document is a dictionary with the fields of a line that ``onrecord tag`` writes; `onrecord.types` names them all.
"""

from onrecord._onrecord import __version__
from onrecord.tagger import Tagger

__all__ = ["Tagger", "__version__"]
