// Every kind of file that labs keep: formats.json, made by make_format_fixtures.py beside this file, says what an independent reader finds in it.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/image/image.h"

namespace leukolens::image::test {

struct FormatPicture {
    std::string name;
    Bytes file;
    Image expected;                    ///< empty if it is to be refused
    int tolerance = 0;                 ///< largest difference of a value
    std::vector<std::string> refused;  ///< words of the message
};

/// `file`: formats.json.
std::vector<FormatPicture> formatPictures(const std::filesystem::path& file);

void PrintTo(const FormatPicture& picture, std::ostream* out);

/// The name with nothing in it but letters, digits and underscores.
std::string testName(const FormatPicture& picture);

}  // namespace leukolens::image::test
