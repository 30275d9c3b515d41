// Reading whole files and saving them so that an interrupted save leaves the old file as it was.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace leukolens {

using Bytes = std::vector<std::uint8_t>;

/// The code that fits an errno of open, read or write; advice names what a person can do.
Error errorFromErrno(int errnoValue, const std::filesystem::path& file, bool writing);

/// Whole content. Fails with NotFound, NoPermission, NotAFile, TooLarge (over maxBytes) or ReadFailed.
Result<Bytes> readFile(const std::filesystem::path& file, std::uint64_t maxBytes);
Result<std::string> readTextFile(const std::filesystem::path& file, std::uint64_t maxBytes);

/// Writes to a temporary beside `file`, flushes it to the disk, then renames it over `file`. On failure `file` is
/// untouched and the temporary removed. Creates no folders.
Result<void> writeFileAtomically(const std::filesystem::path& file, std::span<const std::uint8_t> bytes);
Result<void> writeFileAtomically(const std::filesystem::path& file, std::string_view text);
/// The parts one after another: large files need not be put together in memory first.
Result<void> writeFileAtomically(const std::filesystem::path& file, std::span<const std::span<const std::uint8_t>> parts);

/// For files that are written piece by piece: an empty file beside `file`, under a name that nobody else uses.
Result<std::filesystem::path> createTemporaryBeside(const std::filesystem::path& file);
/// Flushes it to the disk, then renames it over `file`. On failure `file` is untouched and the temporary removed.
Result<void> moveIntoPlace(const std::filesystem::path& temporary, const std::filesystem::path& file);

/// Appends and flushes to the disk; creates the file if absent. A torn append (disk full) is cut off again.
Result<void> appendToFile(const std::filesystem::path& file, std::string_view text);

/// Creates the folder and its parents; succeeds if it is there.
Result<void> createFolder(const std::filesystem::path& folder);

/// Succeeds if `folder` is a folder that can be listed; says why not otherwise.
Result<void> requireReadableFolder(const std::filesystem::path& folder);

/// Succeeds if nothing is there, or a folder with nothing in it. Fails with AlreadyExists, or as listing it does.
Result<void> requireAbsentOrEmpty(const std::filesystem::path& folder);

/// UTF-8 of a path as the file system has it (Linux: the bytes themselves).
std::string toUtf8(const std::filesystem::path& path);

}  // namespace leukolens
