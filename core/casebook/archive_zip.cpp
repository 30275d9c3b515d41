#include "core/casebook/archive_zip.h"

#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <optional>

#include <unistd.h>

#include "core/casebook/zip_entry.h"

namespace leukolens::casebook {
namespace fs = std::filesystem;
namespace {

constexpr const char* kStage = "Packing";
constexpr const char* kCopyAdvice = "Copy the file again from where it came.";

/// One entry that is made when libzip asks for it.
struct MadeEntry {
    std::uint64_t size = 0;
    std::function<Result<Bytes>()> make;
    std::optional<Error>* problem = nullptr;  ///< the writer's: why finish() failed
    Bytes bytes = {};
    std::size_t at = 0;
    int failure = 0;
};

zip_int64_t failed(MadeEntry& entry, int code) {
    entry.failure = code;
    return -1;
}

zip_int64_t openEntry(MadeEntry& entry) {
    auto made = entry.make();
    if (made && made->size() != entry.size) made = fail(ErrorCode::DataChanged, "changed while it was packed");
    if (!made) {
        *entry.problem = made.error();
        return failed(entry, ZIP_ER_INTERNAL);
    }
    entry.bytes = std::move(*made);
    entry.at = 0;
    return 0;
}

/// What libzip calls; no exception may get through it.
zip_int64_t serve(void* user, void* data, zip_uint64_t length, zip_source_cmd_t command) try {
    auto& entry = *static_cast<MadeEntry*>(user);
    switch (command) {
        case ZIP_SOURCE_SUPPORTS: return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
        case ZIP_SOURCE_OPEN: return openEntry(entry);
        case ZIP_SOURCE_READ: {
            const std::size_t count = std::min<std::size_t>(length, entry.bytes.size() - entry.at);
            std::memcpy(data, entry.bytes.data() + entry.at, count);
            entry.at += count;
            return static_cast<zip_int64_t>(count);
        }
        case ZIP_SOURCE_CLOSE: Bytes().swap(entry.bytes); return 0;
        case ZIP_SOURCE_STAT: {
            zip_stat_t stat;
            zip_stat_init(&stat);
            stat.size = entry.size;
            stat.valid = ZIP_STAT_SIZE;
            std::memcpy(data, &stat, sizeof stat);
            return sizeof stat;
        }
        case ZIP_SOURCE_ERROR: {
            const int codes[2] = {entry.failure, 0};
            std::memcpy(data, codes, sizeof codes);
            return sizeof codes;
        }
        case ZIP_SOURCE_FREE: return 0;
        default: return failed(entry, ZIP_ER_OPNOTSUPP);
    }
} catch (const std::bad_alloc&) {
    return failed(*static_cast<MadeEntry*>(user), ZIP_ER_MEMORY);
} catch (const std::exception& e) {
    auto& entry = *static_cast<MadeEntry*>(user);
    *entry.problem = Error{ErrorCode::Internal, e.what(), {}, {}};
    return failed(entry, ZIP_ER_INTERNAL);
}

struct Hearing {
    ProgressSink& progress;
    const CancelToken& cancel;
};

void onProgress(zip_t*, double part, void* hearing) {
    constexpr std::int64_t kSteps = 1000;
    static_cast<Hearing*>(hearing)->progress.report({kStage, static_cast<std::int64_t>(part * kSteps), kSteps});
}

int onCancel(zip_t*, void* hearing) { return static_cast<Hearing*>(hearing)->cancel.cancelled() ? 1 : 0; }

Error errorOf(zip_error_t* error, const fs::path& file) {
    if (zip_error_code_zip(error) == ZIP_ER_MEMORY) return {ErrorCode::OutOfMemory, "memory ran out", file, "Close other programs and try again."};
    if (zip_error_system_type(error) == ZIP_ET_SYS && zip_error_code_system(error) != 0) return errorFromErrno(zip_error_code_system(error), file, true);
    return {ErrorCode::WriteFailed, std::string("could not be packed: ") + zip_error_strerror(error), file, {}};
}

}  // namespace

struct ArchiveWriter::State {
    fs::path file, temporary;
    zip_t* archive = nullptr;
    std::deque<MadeEntry> made;   // places stay: libzip keeps pointers
    std::deque<std::string> texts;
    std::optional<Error> problem;

    ~State() {
        if (archive) zip_discard(archive);
        ::unlink(temporary.c_str());
    }

    Result<void> put(const std::string& name, zip_source_t* source, zip_int32_t method) {
        if (!source) return fail(errorOf(zip_get_error(archive), file));
        const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
        if (index < 0) {
            zip_source_free(source);
            return fail(errorOf(zip_get_error(archive), file));
        }
        const auto at = static_cast<zip_uint64_t>(index);
        zip_set_file_compression(archive, at, method, 0);
        // A fixed time: the same case gives the same bytes.
        zip_file_set_dostime(archive, at, 0, (1 << 5) | 1, 0);
        return {};
    }
};

ArchiveWriter::ArchiveWriter(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ArchiveWriter::~ArchiveWriter() = default;
ArchiveWriter::ArchiveWriter(ArchiveWriter&&) noexcept = default;

Result<ArchiveWriter> ArchiveWriter::create(const fs::path& file) {
    auto temporary = createTemporaryBeside(file);
    if (!temporary) return fail(temporary.error());
    auto state = std::make_unique<State>();
    state->file = file;
    state->temporary = std::move(*temporary);
    int code = 0;
    state->archive = zip_open(state->temporary.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (!state->archive) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        return fail(errorOf(&error, file));
    }
    return ArchiveWriter(std::move(state));
}

Result<void> ArchiveWriter::addText(const std::string& name, std::string text) {
    const std::string& kept = m_state->texts.emplace_back(std::move(text));
    return m_state->put(name, zip_source_buffer(m_state->archive, kept.data(), kept.size(), 0), ZIP_CM_DEFLATE);
}

Result<void> ArchiveWriter::add(const std::string& name, std::uint64_t bytes, std::function<Result<Bytes>()> make) {
    MadeEntry& entry = m_state->made.emplace_back(MadeEntry{bytes, std::move(make), &m_state->problem});
    return m_state->put(name, zip_source_function(m_state->archive, serve, &entry), ZIP_CM_STORE);
}

Result<void> ArchiveWriter::finish(ProgressSink& progress, const CancelToken& cancel) {
    if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
    Hearing hearing{progress, cancel};
    zip_register_progress_callback_with_state(m_state->archive, 0.001, onProgress, nullptr, &hearing);
    zip_register_cancel_callback_with_state(m_state->archive, onCancel, nullptr, &hearing);
    if (zip_close(m_state->archive) != 0) {
        if (m_state->problem) return fail(*m_state->problem);
        if (zip_error_code_zip(zip_get_error(m_state->archive)) == ZIP_ER_CANCELLED) return fail(ErrorCode::Cancelled, "stopped");
        return fail(errorOf(zip_get_error(m_state->archive), m_state->file));
    }
    m_state->archive = nullptr;
    return moveIntoPlace(m_state->temporary, m_state->file);
}

ArchiveReader::ArchiveReader(fs::path file, struct zip* archive) : m_file(std::move(file)), m_archive(archive) {}
ArchiveReader::ArchiveReader(ArchiveReader&& other) noexcept : m_file(std::move(other.m_file)), m_archive(std::exchange(other.m_archive, nullptr)), m_places(std::move(other.m_places)) {}
ArchiveReader::~ArchiveReader() {
    if (m_archive) zip_discard(m_archive);
}

Result<ArchiveReader> ArchiveReader::open(const fs::path& file) {
    if (auto readable = readFile(file, 0); !readable && readable.error().code != ErrorCode::TooLarge) return fail(readable.error());  // no such file, a folder, not allowed: said as everywhere
    int code = 0;
    zip_t* archive = zip_open(file.c_str(), ZIP_RDONLY, &code);
    if (!archive) return fail(ErrorCode::ReadFailed, "is no zip file, or a damaged one", file, kCopyAdvice);
    ArchiveReader reader(file, archive);
    const auto entries = static_cast<std::uint64_t>(std::max<zip_int64_t>(0, zip_get_num_entries(archive, 0)));
    if (entries > kMostArchived) return fail(ErrorCode::TooLarge, "holds more than " + std::to_string(kMostArchived) + " files", file, kCopyAdvice);
    for (zip_uint64_t i = 0; i < entries; ++i) {
        const char* name = zip_get_name(archive, i, ZIP_FL_ENC_RAW);
        if (!name || !reader.m_places.emplace(name, i).second) return fail(ErrorCode::ReadFailed, "the archive is damaged: two entries have the same name", file, kCopyAdvice);
    }
    return reader;
}

Result<Bytes> ArchiveReader::read(const std::string& name, std::uint64_t most) {
    const fs::path named = m_file / fs::path(name);
    const auto place = m_places.find(name);
    if (place == m_places.end()) return fail(ErrorCode::ReadFailed, "is missing in the archive", named, kCopyAdvice);
    return readZipEntry(m_archive, place->second, most, named, "unpacks to more than it may", kCopyAdvice);
}

}  // namespace leukolens::casebook
