"""Every refusal of a reader: its reason word, what is wrong with this file and what to do next, in two languages."""

from __future__ import annotations

from archive.errors import CancuError, NeedsOcr, NotFound, TooLarge, UnreadableFile

_SAVE_VI = "Hãy mở tệp bằng Word hoặc LibreOffice, lưu lại dạng DOCX hoặc PDF rồi nộp lại."
_SAVE_EN = "Open it in Word or LibreOffice, save it as DOCX or PDF and hand that in."
_AGAIN_VI = "Hãy lấy lại bản gốc đầy đủ hoặc xuất lại tệp rồi nộp lại."
_AGAIN_EN = "Get the complete original again, or export the file once more, and hand that in."
_SPLIT_VI = "Hãy tách tệp thành nhiều phần nhỏ hơn, hoặc nhờ quản trị nâng giới hạn."
_SPLIT_EN = "Split the file into smaller parts, or ask the administrator to raise the limit."

# reason: (class, Vietnamese, English); {…} are filled by refusal().
_TABLE: dict[str, tuple[type[CancuError], str, str]] = {
    "no_such_file": (
        NotFound,
        "Không tìm thấy tệp {name}. Hãy kiểm tra lại đường dẫn.",
        "There is no file {name}. Check the path.",
    ),
    "not_a_file": (
        UnreadableFile,
        "{name} không phải là một tệp thông thường. Hãy chọn một tệp PDF, DOCX, TXT hoặc Markdown.",
        "{name} is not an ordinary file. Choose a PDF, DOCX, TXT or Markdown file.",
    ),
    "not_permitted": (
        UnreadableFile,
        "Không có quyền đọc tệp {name}. Hãy cấp quyền đọc rồi thử lại.",
        "There is no permission to read {name}. Grant it and try again.",
    ),
    "empty_file": (
        UnreadableFile,
        f"Tệp {{name}} rỗng (0 byte). {_AGAIN_VI}",
        f"The file {{name}} is empty (0 bytes). {_AGAIN_EN}",
    ),
    "no_text": (
        UnreadableFile,
        f"Tệp {{name}} không có chữ nào. {_AGAIN_VI}",
        f"There is no text in {{name}}. {_AGAIN_EN}",
    ),
    "no_printer": (
        UnreadableFile,
        "Chưa xuất được {name} thành PDF vì máy chủ chưa có LibreOffice. Hãy nhờ quản trị cài bằng lệnh: {command}; "
        "hoặc xuất DOCX rồi lưu thành PDF trong Word.",
        "{name} could not be exported as PDF: LibreOffice is not installed on the server. Ask the administrator to "
        "install it with: {command}; or export DOCX and save that as PDF in Word.",
    ),
    "not_annotatable": (
        UnreadableFile,
        "{name} không phải là tệp Word nên không ghi chú vào tệp được; kết quả kiểm tra vẫn xem được ở trang này hoặc "
        "bằng --json. Hãy lưu dự thảo dạng DOCX rồi kiểm tra tệp đó.",
        "{name} is no Word file, so no comments can be put into it; the findings can still be read on the page or with "
        "--json. Save the draft as DOCX and check that.",
    ),
    "cannot_annotate": (
        UnreadableFile,
        "Không đặt được ghi chú vào tệp {name} vì cấu trúc của tệp khác thường. Hãy mở tệp bằng Word hoặc LibreOffice, "
        "lưu lại dạng DOCX rồi kiểm tra lại.",
        "Comments could not be put into {name}: its structure is unusual. Open it in Word or LibreOffice, save it as "
        "DOCX and check it again.",
    ),
    "file_too_large": (
        TooLarge,
        f"Tệp {{name}} nặng {{size}} MB, quá giới hạn {{limit}} MB. {_SPLIT_VI}",
        f"The file {{name}} has {{size}} MB, more than the limit of {{limit}} MB. {_SPLIT_EN}",
    ),
    "too_many_pages": (
        TooLarge,
        f"Tệp {{name}} có {{size}} trang, quá giới hạn {{limit}} trang. {_SPLIT_VI}",
        f"The file {{name}} has {{size}} pages, more than the limit of {{limit}}. {_SPLIT_EN}",
    ),
    "unpacks_too_large": (
        TooLarge,
        "Tệp {name} khi giải nén phình ra quá giới hạn, có thể là tệp phá hoại. Đừng mở tệp này; hãy xin lại bản gốc.",
        "The file {name} unpacks beyond the limit; it may be a hostile file. "
        "Do not open it; ask for the original again.",
    ),
    "too_much_text": (
        TooLarge,
        f"Tệp {{name}} chứa quá nhiều chữ so với giới hạn. {_SPLIT_VI}",
        f"The file {{name}} holds more text than the limit. {_SPLIT_EN}",
    ),
    "took_too_long": (
        TooLarge,
        f"Đọc tệp {{name}} quá {{limit}} giây nên đã dừng. {_SPLIT_VI}",
        f"Reading {{name}} took more than {{limit}} seconds and was stopped. {_SPLIT_EN}",
    ),
    "too_much_memory": (
        TooLarge,
        f"Đọc tệp {{name}} cần nhiều bộ nhớ hơn giới hạn {{limit}} MB nên đã dừng. {_SPLIT_VI}",
        f"Reading {{name}} needs more memory than the limit of {{limit}} MB and was stopped. {_SPLIT_EN}",
    ),
    "reader_crashed": (
        UnreadableFile,
        f"Tệp {{name}} hỏng đến mức làm bộ đọc dừng đột ngột; kho không bị ảnh hưởng. {_AGAIN_VI}",
        f"The file {{name}} is so damaged that it stopped the reader; the archive is not affected. {_AGAIN_EN}",
    ),
    "crashed_twice": (
        UnreadableFile,
        f"Đọc tệp {{name}} hai lần, cả hai lần bộ đọc đều dừng đột ngột nên tệp bị từ chối; kho không bị ảnh hưởng. "
        f"{_AGAIN_VI}",
        f"{{name}} was read twice and stopped its reader both times, so it was refused; the archive is not affected. "
        f"{_AGAIN_EN}",
    ),
    "damaged_pdf": (
        UnreadableFile,
        f"Tệp PDF {{name}} bị hỏng hoặc tải về chưa đủ. {_AGAIN_VI}",
        f"The PDF {{name}} is damaged or was not downloaded completely. {_AGAIN_EN}",
    ),
    "damaged_docx": (
        UnreadableFile,
        f"Tệp DOCX {{name}} bị hỏng hoặc tải về chưa đủ. {_AGAIN_VI}",
        f"The DOCX {{name}} is damaged or was not downloaded completely. {_AGAIN_EN}",
    ),
    "hostile_xml": (
        UnreadableFile,
        "Tệp DOCX {name} chứa khai báo XML (DTD, thực thể) mà Word không bao giờ ghi; có thể là tệp phá hoại. "
        "Hãy xin lại bản gốc.",
        "The DOCX {name} contains XML declarations (a DTD, entities) that Word never writes; it may be hostile. "
        "Ask for the original again.",
    ),
    "encrypted_pdf": (
        UnreadableFile,
        "Tệp PDF {name} được đặt mật khẩu. Hãy mở bằng mật khẩu, lưu bản không mật khẩu rồi nộp lại.",
        "The PDF {name} is protected by a password. Open it with the password, save it without one and hand that in.",
    ),
    "encrypted_docx": (
        UnreadableFile,
        "Tệp {name} được đặt mật khẩu. Hãy mở bằng Word, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ tài liệu), lưu rồi "
        "nộp lại.",
        "The file {name} is protected by a password. Open it in Word, remove the password (File > Info > Protect "
        "Document), save it and hand it in again.",
    ),
    "encrypted_office": (
        UnreadableFile,
        "Tệp {name} là {found_vi}, được đặt mật khẩu. Hãy mở bằng chương trình đã tạo ra nó, bỏ mật khẩu, lưu lại rồi "
        "nộp lại.",
        "The file {name} is {found_en} with a password. Open it in the program it was made with, remove the password, "
        "save it and hand it in again.",
    ),
    "office_crashed": (
        UnreadableFile,
        "LibreOffice dừng đột ngột khi mở {found_vi} {name}: tệp hỏng, hoặc cần nhiều bộ nhớ hơn giới hạn {limit} MB. "
        f"{_AGAIN_VI}",
        "LibreOffice broke off while opening {found_en}, {name}: the file is damaged, or needs more memory than the "
        f"limit of {{limit}} MB. {_AGAIN_EN}",
    ),
    "damaged_office": (
        UnreadableFile,
        f"Tệp {{name}} ({{found_vi}}) bị hỏng hoặc tải về chưa đủ. {_AGAIN_VI}",
        f"The file {{name}} ({{found_en}}) is damaged or was not downloaded completely. {_AGAIN_EN}",
    ),
    "needs_libreoffice": (
        UnreadableFile,
        "Tệp {name} là {found_vi}; để đọc cần LibreOffice, máy này chưa có. Hãy cài bằng lệnh `{command}` rồi nộp lại.",
        "The file {name} is {found_en}; reading it needs LibreOffice, which is not on this machine. "
        "Install it with `{command}` and hand the file in again.",
    ),
    "mislabelled": (
        UnreadableFile,
        "Tệp {name} mang đuôi {suffix} nhưng nội dung là {found_vi}. "
        "Hãy kiểm tra lại tệp, đặt đúng đuôi hoặc xuất lại thành PDF, DOCX rồi nộp lại.",
        "The file {name} is named {suffix} but its content is {found_en}. Check the file, give it the right "
        "extension or export it again as PDF or DOCX, and hand that in.",
    ),
    "unsupported_format": (
        UnreadableFile,
        f"Tệp {{name}} là {{found_vi}}; phiên bản này chưa đọc được. {_SAVE_VI}",
        f"The file {{name}} is {{found_en}}; this version does not read it yet. {_SAVE_EN}",
    ),
    "unsupported_image": (
        UnreadableFile,
        "Tệp {name} là {found_vi}, loại ảnh chưa đọc được. Hãy mở ảnh, lưu lại dạng JPEG, PNG hoặc PDF rồi nộp lại "
        "(trên iPhone: Cài đặt > Camera > Định dạng > Tương thích nhất, rồi chụp lại).",
        "The file {name} is {found_en}, a kind of picture that is not read. Open it, save it as JPEG, PNG or PDF and "
        "hand that in (on an iPhone: Settings > Camera > Formats > Most Compatible, and take the picture again).",
    ),
    "animated_picture": (
        UnreadableFile,
        "Tệp {name} là {found_vi} động, không phải ảnh một trang văn bản. Hãy quét hoặc chụp lại trang giấy, lưu dạng "
        "JPEG, PNG, TIFF hoặc PDF rồi nộp lại.",
        "The file {name} is {found_en} that moves, not the picture of a page. Scan or photograph the page, save it as "
        "JPEG, PNG, TIFF or PDF and hand that in.",
    ),
    "damaged_picture": (
        UnreadableFile,
        "Tệp {name} ({found_vi}) bị hỏng hoặc tải về chưa đủ. Hãy lấy lại ảnh gốc đầy đủ, hoặc quét, chụp lại trang "
        "giấy rồi nộp lại.",
        "The file {name} ({found_en}) is damaged or was not downloaded completely. Get the complete picture again, or "
        "scan or photograph the page again, and hand that in.",
    ),
    "picture_too_large": (
        TooLarge,
        "Ảnh {name} có trang quá {limit} triệu điểm ảnh. Hãy quét lại ở 200 đến 300 dpi rồi nộp lại.",
        "The picture {name} has a page of more than {limit} million pixels. Scan it again at 200 to 300 dpi and hand "
        "that in.",
    ),
    "unknown_format": (
        UnreadableFile,
        f"Tệp {{name}} không phải PDF, DOCX, TXT hay Markdown (dữ liệu nhị phân không rõ loại). {_SAVE_VI}",
        f"The file {{name}} is no PDF, DOCX, TXT or Markdown (binary data of an unknown kind). {_SAVE_EN}",
    ),
    "unknown_encoding": (
        UnreadableFile,
        "Không đọc được bảng mã chữ của tệp {name} (không phải UTF-8, UTF-16 hay Windows-1258). "
        "Hãy mở bằng trình soạn thảo, lưu lại dạng UTF-8 rồi nộp lại.",
        "The characters of {name} are in none of UTF-8, UTF-16 or Windows-1258. "
        "Open it in an editor, save it as UTF-8 and hand that in.",
    ),
    "legacy_encoding": (
        UnreadableFile,
        "Chữ trong tệp {name} viết bằng bảng mã cũ (giống {encoding}) nhưng giải mã không ra chữ Việt. "
        "Hãy chuyển sang Unicode (ví dụ bằng Unikey Toolkit), lưu dạng DOCX hoặc PDF rồi nộp lại.",
        "The text of {name} is in an old encoding (like {encoding}), but decoding it gives no Vietnamese. "
        "Convert it to Unicode (for instance with the Unikey Toolkit), save it as DOCX or PDF and hand that in.",
    ),
    "no_tesseract": (
        NeedsOcr,
        "Tệp {name} có trang là ảnh, cần nhận dạng chữ (OCR), nhưng máy này chưa cài Tesseract. Hãy nhờ quản trị cài "
        "bằng lệnh “{command}” rồi nộp lại.",
        "{name} has pages that are pictures and need text recognition (OCR), but Tesseract is not installed here. "
        "Ask the administrator to install it with “{command}” and hand the file in again.",
    ),
    "no_vietnamese": (
        NeedsOcr,
        "Tệp {name} cần nhận dạng chữ (OCR), nhưng Tesseract trên máy này chưa có dữ liệu tiếng Việt (vie). Hãy nhờ "
        "quản trị cài bằng lệnh “{command}” rồi nộp lại.",
        "{name} needs text recognition (OCR), but Tesseract has no Vietnamese data (vie) here. Ask the administrator "
        "to install it with “{command}” and hand the file in again.",
    ),
    "ocr_page_too_long": (
        TooLarge,
        "Nhận dạng chữ trang {page} của tệp {name} quá {limit} giây nên đã dừng. Hãy quét lại trang đó rõ hơn ở 200 "
        "đến 300 dpi, hoặc nhờ quản trị nâng giới hạn.",
        "Recognising page {page} of {name} took more than {limit} seconds and was stopped. Scan that page again at 200 "
        "to 300 dpi, or ask the administrator to raise the limit.",
    ),
    "ocr_file_too_long": (
        TooLarge,
        f"Nhận dạng chữ tệp {{name}} quá {{limit}} giây nên đã dừng ở trang {{page}} trong {{size}} trang. {_SPLIT_VI}",
        f"Recognising {{name}} took more than {{limit}} seconds and was stopped at page {{page}} of {{size}}. "
        f"{_SPLIT_EN}",
    ),
    "ocr_failed": (
        UnreadableFile,
        "Không nhận dạng được chữ ở trang {page} của tệp {name}: Tesseract báo lỗi. Hãy quét lại trang đó rồi nộp lại.",
        "The text of page {page} of {name} could not be recognised: Tesseract failed. Scan that page again and hand "
        "the file in.",
    ),
    "nothing_recognised": (
        NeedsOcr,
        "Tệp {name} là bản quét nhưng không nhận dạng được chữ nào. Hãy quét lại ở 200 đến 300 dpi, đúng chiều, rồi "
        "nộp lại.",
        "{name} is a scan in which no text could be recognised. Scan it again at 200 to 300 dpi, upright, and hand "
        "that in.",
    ),
    "pdf_without_text": (
        NeedsOcr,
        "Tệp PDF {name} không có chữ nào. Nếu trang in có chữ thì đó là ảnh chụp: cần nhận dạng chữ (OCR) trước, "
        "lưu PDF có lớp chữ rồi nạp lại; nếu trang trắng thật thì hãy lấy lại bản gốc đầy đủ.",
        "There is no text in the PDF {name}. If its pages show words they are pictures: recognise the text (OCR) "
        "first and save a PDF with text; if they are really blank, get the complete original again.",
    ),
    "no_pages_to_show": (
        NotFound,
        "Chỉ hiện được hình trang của tệp PDF và tệp ảnh; tệp {name} không phải loại đó. Hãy mở tệp gốc bằng Word.",
        "Pages can be shown of PDF and picture files only; {name} is none. Open the original file in Word.",
    ),
    "no_such_page": (
        NotFound,
        "Tệp {name} không có trang {page} (có {size} trang). Hãy chọn trang khác.",
        "The file {name} has no page {page} (it has {size}). Choose another page.",
    ),
}

REASONS = frozenset(_TABLE)


def refusal(reason: str, name: str = "", **words: object) -> CancuError:
    """The error to raise for `reason`. `name` is shown as given: pass it through `safe_name` first."""
    kind, vi, en = _TABLE[reason]
    filled = {"name": name, **words}
    return kind(reason, vi.format(**filled), en.format(**filled))


def page_list(numbers: list[int]) -> str:
    """`1-4, 7`: page numbers as a person writes them."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
