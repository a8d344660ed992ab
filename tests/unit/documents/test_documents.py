"""The papers we print, read back by programs that are not ours: poppler for text, pictures and fonts,
zbar for the QR codes and bar codes.

Run with pytest; MOTCUA_BUILD names the build folder that holds the program test_documents.
"""
import os
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = Path(os.environ.get("MOTCUA_BUILD", ROOT / "build")) / "test_documents"
SAMPLE = "MẪU - không có giá trị pháp lý"

RECEIPT_CODES = ["QR-Code:https://dichvucong.example.vn/kiem-tra?ma=H99.31-261123-0001",
                 "QR-Code:https://dichvucong.example.vn/t/kD3v0m7yQ1q0s9xJ2c4w5A"]

# name: (pages, paper, whether it is marked as a sample, texts it must hold, codes it must show)
PAPERS = {
    "appointment": (1, "A4", True, [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Mã hồ sơ: H99.31-261123-0001", "ỦY BAN NHÂN DÂN TỈNH MẪU",
        "Xã Mẫu, ngày 23 tháng 11 năm 2026", "Trần Thị Hạnh Phúc (nộp trực tuyến)", "Nguyễn Văn Đỉnh",
        "Giấy chứng sinh", "thừa nhận con chung", "01 bộ", "09 giờ 05 phút, ngày 23 tháng 11 năm 2026",
        "17 giờ 00 phút, ngày 23 tháng 11 năm 2026", "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Lê Thị Ngọc Ánh",
        "Trang 1/1"],
        ["QR-Code:https://dichvucong.example.vn/tra-cuu?ma=H99.31-261123-0001"]),
    "appointment-long": (None, "A4", False, [
        "Giấy tờ thứ 1", "Giấy tờ thứ 30", "HẾT DÒNG DÀI", "Giấy tờ thứ 60",
        "không quy định thời hạn"], ["QR-Code:https://example.vn/x"]),
    "appointment-hostile": (None, "A4", True, [
        "<b>Đậm</b> &amp; %s %n \\n</span>", "(\\) /JavaScript <</S>> endstream", "ខ្មែរ", "ไทย"],
        ["QR-Code:https://dichvucong.example.vn/tra-cuu?ma=H99.31-261123-0001"]),
    "cash-receipt": (1, "A4", True, [
        "BIÊN LAI THU PHÍ, LỆ PHÍ", "Mẫu số: 01BLP", "Ký hiệu: BL-26E", "Số: 0000123", "Liên 2: Giao người nộp tiền",
        "Lệ phí cấp bản sao", "24.000", "150.000", "Tổng cộng: 174.000 đồng",
        "Một trăm bảy mươi tư nghìn đồng.", "phí 150.000 đồng; lệ phí 24.000 đồng", "FT26327123456"],
        ["QR-Code:https://dichvucong.example.vn/bien-lai/0000123"]),
    "shipping-label": (1, "A6", True, [
        "RR 473 124 829 VN", "Bưu điện mẫu", "Trần Thị Hạnh Phúc", "0912345678", "35.000 đồng",
        "H99.31-261123-0001"], ["CODE-128:RR473124829VN", "QR-Code:RR473124829VN"]),
    "shipping-label-long": (1, "A6", False, [
        "Thiên Kim", "gửi bảo vệ nếu vắng nhà", "Không thu tiền khi phát"],
        ["CODE-128:RR473124829VN", "QR-Code:RR473124829VN"]),
    "letter-long": (None, "A4", False, [
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "HẾT LỜI", "Giấy tờ thứ 1:", "Giấy tờ thứ 200:", "Hạn bổ sung: 17 giờ 00 phút",
        "Quá thời hạn trên thì hồ sơ được đóng.", "ĐẠI DIỆN CƠ QUAN", "Thiên Kim"], ["QR-Code:https://example.vn/x"]),
    "receipt": (1, "A4", True, [
        "GIẤY BIÊN NHẬN NỘP HỒ SƠ", "H99.31-261123-0001", "Đăng ký khai sinh (mã 1.001193)", "001******456",
        "09 giờ 05 phút, ngày 23 tháng 11 năm 2026", "Giấy chứng sinh bản 3.pdf", "1,5 KB", "966 KB", "1,9 MB",
        "9f86d081 884c7d65", "Cán bộ kiểm tra hồ sơ", "mang theo biên nhận có chữ ký số"],
        RECEIPT_CODES),
    "receipt-bare": (1, "A4", False, ["Các tệp đã nộp: Không gửi kèm tệp nào."],
                     RECEIPT_CODES),
    "receipt-long": (None, "A4", False, ["Giấy chứng sinh bản 1.pdf", "Giấy chứng sinh bản 60.pdf"],
                     RECEIPT_CODES),
}


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, timeout=60, check=True).stdout


def squeeze(text):
    """Line breaks and runs of blanks depend on the layout; letters do not."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("papers")
    subprocess.run([PROGRAM], env={**os.environ, "MOTCUA_TEST_OUTPUT": str(path)}, capture_output=True,
                   timeout=120, check=True)
    return path


def info(pdf):
    lines = run("pdfinfo", pdf).decode().splitlines()
    return dict((part.strip() for part in line.split(":", 1)) for line in lines if ":" in line)


def test_the_receipt_carries_what_is_signed(folder):
    assert info(folder / "receipt.pdf")["Keywords"] == "eyJhbGciOiJFUzI1NiJ9.eyJjb2RlIjoiSDk5LjMxIn0.c2lnbmF0dXJl"
    assert "Keywords" not in info(folder / "cash-receipt.pdf")


@pytest.mark.parametrize("name", PAPERS)
def test_paper(folder, tmp_path, name):
    pages, paper, sample, texts, codes = PAPERS[name]
    pdf = folder / f"{name}.pdf"
    facts = info(pdf)
    text = squeeze(run("pdftotext", "-layout", pdf, "-").decode())
    flowing = squeeze(run("pdftotext", pdf, "-").decode())
    marks = text.count(SAMPLE)

    count = int(facts["Pages"])
    assert count == pages if pages else count > 1 or name == "appointment-hostile"
    assert facts["Page size"].startswith("595.28 x 841.89" if paper == "A4" else "297.64 x 419.53")
    for expected in texts:
        assert expected in text or expected in flowing
    assert marks == (count if sample else 0)
    run("pdftoppm", "-r", "200", "-png", pdf, tmp_path / "page")
    found = set()
    for picture in tmp_path.glob("page*.png"):
        result = subprocess.run(["zbarimg", "--quiet", str(picture)], capture_output=True, timeout=60, check=False)
        found.update(result.stdout.decode().splitlines())
    assert found == set(codes)


@pytest.mark.parametrize("name", PAPERS)
def test_every_font_is_embedded_and_nothing_runs(folder, name):
    pdf = folder / f"{name}.pdf"
    rows = run("pdffonts", pdf).decode().splitlines()[2:]

    assert rows
    for row in rows:
        assert re.search(r"\byes\s+yes\s+yes\s+\d+\s+\d+$", row), row
    assert info(pdf)["JavaScript"] == "no"
    # an address typed into a form must not become something to click on
    assert b"/URI" not in pdf.read_bytes()


@pytest.mark.parametrize("name", ["appointment-long", "receipt-long"])
def test_pages_are_numbered_and_heads_repeated(folder, name):
    pdf = folder / f"{name}.pdf"
    count = int(info(pdf)["Pages"])

    for page in range(1, count + 1):
        text = squeeze(run("pdftotext", "-layout", "-f", page, "-l", page, pdf, "-").decode())
        assert f"Trang {page}/{count}" in text
    for page in range(1, count):
        assert "STT" in run("pdftotext", "-f", page, "-l", page, pdf, "-").decode()


def test_every_file_is_on_the_receipt(folder):
    text = squeeze(run("pdftotext", "-layout", folder / "receipt-long.pdf", "-").decode())

    assert text.count("9f86d081 884c7d65 9a2feaa0 c55ad015") == 60
    assert text.count("a3bf4f1b 2b0b822c d15d6c15 b0f00a08") == 60


def test_direction_overrides_are_gone(folder):
    text = run("pdftotext", folder / "appointment-hostile.pdf", "-").decode()

    assert "\u202e" not in text
    assert "a\ufffd\ufffdbc d e\ufffd\ufffd" in squeeze(text)


def test_the_same_input_gives_the_same_bytes(folder, tmp_path):
    subprocess.run([PROGRAM], env={**os.environ, "MOTCUA_TEST_OUTPUT": str(tmp_path)}, capture_output=True,
                   timeout=120, check=True)
    for pdf in sorted(folder.glob("*.pdf")):
        assert pdf.read_bytes() == (tmp_path / pdf.name).read_bytes()


def test_dates_are_those_of_the_paper(folder):
    facts = info(folder / "appointment.pdf")

    assert facts["Title"] == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả H99.31-261123-0001"
    assert facts["CreationDate"] == facts["ModDate"]
    assert "2026" in facts["CreationDate"]
