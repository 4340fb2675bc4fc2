from typing import Any
def render(results: Any, settings: Any) -> str: return ""
