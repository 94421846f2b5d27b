"""How people ask: the words of a question that say nothing of what is asked for.

Pure. The manifest of the index hands these lists to the browser (theme/search/query.js), which
takes them out of a query, unless nothing else is left of it.
"""

from __future__ import annotations

_ASKING = """
ở đâu|tại đâu|nơi nào|chỗ nào|đi đâu|đến đâu|từ đâu|vào đâu|đâu
làm sao|phải làm sao|làm thế nào|phải làm thế nào|như thế nào|làm như thế nào|thế nào|ra sao
bằng cách nào|cách nào|vì sao|tại sao|sao lại
là gì|là ai|là sao|nghĩa là gì|có nghĩa là gì|làm gì|phải làm gì|cần làm gì|để làm gì
cần gì|cần những gì|gồm gì|gồm những gì|bao gồm những gì|có những gì|những gì|gì
cần giấy tờ gì|cần những giấy tờ gì|gồm những giấy tờ gì|giấy tờ gì|những giấy tờ gì
bao nhiêu|hết bao nhiêu|mất bao nhiêu|bao nhiêu tiền|bao lâu|mất bao lâu|trong bao lâu|mấy
hết bao nhiêu tiền|mất bao nhiêu tiền|tốn bao nhiêu|tốn bao nhiêu tiền|hết bao lâu
khi nào|lúc nào|ngày nào|bao giờ|đến bao giờ|đến khi nào|từ khi nào|từ bao giờ|nào|ai
chừng nào|thì sao|ko|có ko|được ko
được không|có được không|phải không|có phải không|hay không|có không|có cần không|có phải
tôi muốn|tôi cần|em muốn|mình muốn|muốn hỏi|cho hỏi|cho tôi hỏi|cho em hỏi|cho mình hỏi|xin hỏi
"""
_LIGHT = """
làm lại để cho thì là và của phải cần nên được bị đi ra ở về từ tại đến với theo trong
tôi em mình anh chị muốn xin hỏi có không chưa nữa vậy ạ ơi nhé những các một
k đc dc e nha
"""
_OPENINGS = """
cách làm|cách xin|cách lấy|hướng dẫn cách|hướng dẫn làm|muốn|muốn làm|muốn xin
khác nhau giữa|sự khác nhau giữa|phân biệt|so sánh
tìm|tìm kiếm|tìm hiểu|tìm bài|bài viết|bài của|tin của|tin đăng|xem tin|xem bài|thông tin về
tải về|v/v|về việc|https|www
"""
_NUMERALS = "một hai ba bốn năm sáu bảy tám chín mười"
_SIGNS = "số|số hiệu|số ký hiệu|văn bản|văn bản số|năm"


def for_browser() -> dict[str, list[str]]:
    """What makes a query a question (`asking`), or does where it opens the query (`openings`), the
    words that then say nothing beside the telling ones (`light`), what only says that a number
    or a year comes (`signs`), and how small numbers from one are said (`numerals`)."""
    return {
        "asking": _phrases(_ASKING),
        "light": _LIGHT.split(),
        "openings": _phrases(_OPENINGS),
        "signs": _phrases(_SIGNS),
        "numerals": ["", *_NUMERALS.split()],
    }


def _phrases(table: str) -> list[str]:
    return [said for line in table.strip().split("\n") for said in line.split("|")]
