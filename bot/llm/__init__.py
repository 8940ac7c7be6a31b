"""A language model beside the rules.

`turn.py` is what callers know: the turn that is given, what comes back, who watches it. `agent.py`, `paragraph.py` and
`probing.py` load langchain and openai, which takes seconds: they are imported when a model is asked.
"""
