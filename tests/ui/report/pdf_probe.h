// What an independent reader (poppler) finds in a PDF.
#pragma once

#include <filesystem>
#include <string>

namespace leukolens::test {

/// Whether pdftotext, pdfinfo and pdfimages can be run here.
bool hasPoppler();

/// Text of the whole document, or of one page (from 1), in the order of drawing, runs of white space made one space.
std::string pdfText(const std::filesystem::path& file, int page = 0);

/// Value of a line of pdfinfo, e.g. "Pages" or "Page size".
std::string pdfInfo(const std::filesystem::path& file, const std::string& key);

/// How many pictures are drawn.
int pdfPictures(const std::filesystem::path& file);

int countOf(const std::string& text, const std::string& words);

}  // namespace leukolens::test
