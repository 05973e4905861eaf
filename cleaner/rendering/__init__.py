"""Document -> text, Markdown, HTML and JSON."""

from __future__ import annotations

from cleaner.rendering.html import to_html
from cleaner.rendering.including import parse_include
from cleaner.rendering.json import to_dict, to_json, to_json_line
from cleaner.rendering.markdown import to_markdown
from cleaner.rendering.text import to_text

__all__ = ["parse_include", "to_dict", "to_html", "to_json", "to_json_line", "to_markdown", "to_text"]
