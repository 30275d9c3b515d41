// Fields of CSV files.
#pragma once

#include <string>

namespace leukolens {

/// Quoted where RFC 4180 asks for it, otherwise as it is. For files that programs read.
std::string csvField(const std::string& text);

/// As above for files that people open in a spreadsheet: a text that it would take for a formula gets an apostrophe in front.
std::string csvSpreadsheetField(std::string text);

}  // namespace leukolens
