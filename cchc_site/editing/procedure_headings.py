"""The headings under which tables of procedures hold what records do.

Pure: two tables of words.
"""

from __future__ import annotations

HEADINGS = {
    "code": (
        "Mã TTHC, Mã số TTHC, Mã thủ tục, Mã số thủ tục, Mã thủ tục hành chính, Mã số hồ sơ "
        "TTHC, Mã số thủ tục hành chính, Mã, Mã số, Mã hồ sơ TTHC, Số hồ sơ TTHC, Code, "
        "Procedure code"
    ),
    "name": (
        "Tên thủ tục, Tên TTHC, Tên thủ tục hành chính, Thủ tục, Thủ tục hành chính, TTHC, "
        "Tên, Name, Procedure name"
    ),
    "field": (
        "Lĩnh vực, Lĩnh vực TTHC, Tên lĩnh vực, Ngành lĩnh vực, Ngành, Lĩnh vực thủ tục, Field, "
        "Lĩnh vực thực hiện, Field name"
    ),
    "level": ("Cấp thực hiện, Cấp giải quyết, Cấp, Cấp TTHC, Cấp thủ tục, Cấp hành chính, Level"),
    "who": (
        "Đối tượng thực hiện, Đối tượng, Đối tượng thực hiện TTHC, Đối tượng thực hiện thủ tục"
    ),
    "result": (
        "Kết quả thực hiện, Kết quả, Kết quả thực hiện TTHC, Kết quả giải quyết, Kết quả "
        "thực hiện thủ tục hành chính, Kết quả giải quyết TTHC"
    ),
    "place": (
        "Cơ quan thực hiện, Cơ quan giải quyết, Cơ quan có thẩm quyền, Địa điểm thực hiện, "
        "Nơi nộp, Nơi tiếp nhận, Nơi tiếp nhận hồ sơ, Địa chỉ tiếp nhận hồ sơ, Địa chỉ tiếp "
        "nhận HS, Cơ quan tiếp nhận, Nơi thực hiện, Địa điểm, Địa điểm tiếp nhận, Cơ quan "
        "trực tiếp thực hiện, Cơ quan thực hiện thủ tục hành chính, Cơ quan thực hiện TTHC, "
        "Đơn vị thực hiện"
    ),
    "manner": (
        "Cách thức thực hiện, Hình thức nộp, Cách thức nộp, Cách thức, Hình thức thực hiện, "
        "Hình thức nộp hồ sơ, Cách thức thực hiện thủ tục hành chính"
    ),
    "time": (
        "Thời hạn giải quyết, Thời hạn, Thời gian giải quyết, Thời gian, Thời gian thực "
        "hiện, Thời hạn thực hiện, Số ngày giải quyết, Thời hạn giải quyết TTHC, Số ngày, Số ngày "
        "làm việc, Processing time"
    ),
    "fee": (
        "Phí lệ phí, Phí, Lệ phí, Phí và lệ phí, Mức phí, Phí lệ phí nếu có, Mức thu, Lệ "
        "phí phí, Mức phí lệ phí, Mức lệ phí, Phí hoặc lệ phí"
    ),
    "online": (
        "Mức độ, Mức độ cung cấp, Mức độ dịch vụ công, Mức độ DVC, Mức DVC, Dịch vụ công, "
        "Dịch vụ công trực tuyến, DVC trực tuyến, DVCTT, Mức độ DVCTT, Loại dịch vụ công, "
        "Trực tuyến, Mức độ cung cấp dịch vụ công trực tuyến, Mức độ cung cấp DVCTT, Mức độ "
        "trực tuyến, Toàn trình, Một phần, Trực tuyến toàn trình, Trực tuyến một phần, DVC toàn "
        "trình, DVC một phần, Dịch vụ công toàn trình, Dịch vụ công một phần, DVCTT toàn trình, "
        "DVCTT một phần, Dịch vụ công trực tuyến toàn trình, Dịch vụ công trực tuyến một phần"
    ),
    "papers": (
        "Thành phần hồ sơ, Hồ sơ, Thành phần số lượng hồ sơ, Giấy tờ, Các giấy tờ, Thành "
        "phần hồ sơ bao gồm, Hồ sơ gồm, Danh sách giấy tờ, Tên giấy tờ, Hồ sơ cần nộp"
    ),
    "original": ("Số bản chính, Bản chính, Số lượng bản chính"),
    "copy": ("Số bản sao, Bản sao, Số lượng bản sao"),
    "steps": (
        "Trình tự thực hiện, Trình tự, Các bước, Các bước thực hiện, Quy trình, Quy trình thực hiện"
    ),
    "legal_basis": (
        "Căn cứ pháp lý, Cơ sở pháp lý, Căn cứ, Căn cứ pháp lý của TTHC, Văn bản quy định, "
        "Căn cứ pháp lý của thủ tục hành chính, Văn bản pháp lý, Văn bản QPPL quy định"
    ),
    "forms": (
        "Mẫu đơn tờ khai, Biểu mẫu, Mẫu đơn, Mẫu, Tên mẫu đơn tờ khai, Mẫu tờ khai, Tờ "
        "khai, Tên mẫu đơn, Mẫu đơn mẫu tờ khai, Tệp biểu mẫu, Link biểu mẫu"
    ),
    "portal": (
        "Link, URL, Đường dẫn, Liên kết, Địa chỉ, Link dịch vụ công, Đường link, Link nộp "
        "hồ sơ, Địa chỉ nộp trực tuyến, Link Cổng Dịch vụ công quốc gia, Địa chỉ trên Cổng, "
        "Link DVC, Đường dẫn DVC, Đường dẫn trực tuyến"
    ),
    "state": (
        "Tình trạng, Trạng thái, Hiệu lực, Tình trạng hiệu lực, Tình trạng công bố, Tình trạng "
        "công khai, Trạng thái thủ tục, Trạng thái TTHC"
    ),
}
"""The keys of a record by the headings that stand for them."""

PAPER_HEADINGS = {
    "name": (
        "Tên giấy tờ, Giấy tờ, Tên, Name, Tên hồ sơ, Tên thành phần, Thành phần hồ sơ, Loại giấy tờ"
    ),
    "original": ("Số bản chính, Bản chính, Số lượng bản chính"),
    "copy": ("Số bản sao, Bản sao, Số lượng bản sao"),
    "form": ("Mẫu đơn, Mẫu đơn tờ khai, Biểu mẫu, Mẫu, Tệp mẫu, File mẫu"),
    "note": ("Ghi chú, Lưu ý, Mô tả, Trường hợp, Tên trường hợp"),
}
"""The same of a paper of a procedure."""
