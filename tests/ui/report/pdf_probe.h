// What an independent reader (poppler) finds in a PDF.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace leukolens::test {

/// Whether pdftotext, pdfinfo, pdfimages and pdffonts can be run here.
bool hasPoppler();
bool hasQpdf();

/// Text of the whole document, or of one page (from 1), in the order of drawing, runs of white space, no-break spaces too, made one space.
std::string pdfText(const std::filesystem::path& file, int page = 0);

/// Value of a line of pdfinfo, e.g. "Pages" or "Page size".
std::string pdfInfo(const std::filesystem::path& file, const std::string& key);

/// Lines of pdffonts, one a font.
std::vector<std::string> pdfFonts(const std::filesystem::path& file);

/// What `qpdf --check` complains about; empty where nothing.
std::string qpdfComplaints(const std::filesystem::path& file);

/// The document's XMP, as it stands in it.
std::string pdfMetadata(const std::filesystem::path& file);

/// The whole file with its streams unpacked; empty where there is no qpdf.
std::string pdfUncompressed(const std::filesystem::path& file);

/// How many pictures are drawn.
int pdfPictures(const std::filesystem::path& file);

int countOf(const std::string& text, const std::string& words);

}  // namespace leukolens::test
