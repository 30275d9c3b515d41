// Private to this folder: the zip around an archive of a case. Nothing large is held in memory: entries are made and checked one after another.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "core/base/cancel_token.h"
#include "core/base/files.h"
#include "core/base/progress.h"

struct zip;

namespace leukolens::casebook {

class ArchiveWriter {
public:
    /// Writes beside `file`; what is there stays until finish().
    static Result<ArchiveWriter> create(const std::filesystem::path& file);
    ~ArchiveWriter();
    ArchiveWriter(ArchiveWriter&&) noexcept;
    ArchiveWriter& operator=(ArchiveWriter&&) = delete;

    /// Compressed; kept in memory until finish().
    Result<void> addText(const std::string& name, std::string text);
    /// As they are, asked for by finish(), when nothing else is in memory. `bytes` are how many `make` gives.
    Result<void> add(const std::string& name, std::uint64_t bytes, std::function<Result<Bytes>()> make);

    /// Flushes to the disk and puts it into place. On failure, that of a `make` included, nothing is left.
    Result<void> finish(ProgressSink& progress, const CancelToken& cancel);

private:
    struct State;
    explicit ArchiveWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// A hostile file until its entries were read.
class ArchiveReader {
public:
    /// Fails with NotFound, NoPermission, NotAFile, ReadFailed (no zip, or a damaged one) or TooLarge (more than kMostArchived entries). A name that comes twice is ReadFailed.
    static Result<ArchiveReader> open(const std::filesystem::path& file);
    ~ArchiveReader();
    ArchiveReader(ArchiveReader&&) noexcept;
    ArchiveReader& operator=(ArchiveReader&&) = delete;

    bool holds(const std::string& name) const { return m_places.contains(name); }
    std::size_t entries() const { return m_places.size(); }
    /// Unpacks at most `most` bytes, whatever the directory claims. Fails with ReadFailed (no such entry, damaged, locked) or TooLarge, naming FILE/entry.
    Result<Bytes> read(const std::string& name, std::uint64_t most);

private:
    ArchiveReader(std::filesystem::path file, struct zip* archive);
    std::filesystem::path m_file;
    struct zip* m_archive;
    std::map<std::string, std::uint64_t> m_places;
};

inline constexpr std::uint64_t kMostArchived = 500'000;  ///< entries

}  // namespace leukolens::casebook
