#include "core/casebook/sqlite_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "core/base/files.h"
#include "core/casebook/case_schema.h"
#include "core/casebook/code_key.h"

namespace leukolens::casebook {
namespace fs = std::filesystem;
namespace {

constexpr int kBusyStepUs = 2000, kBusySteps = 2500;  // 5 s
constexpr std::size_t kHeaderBytes = 100;
constexpr std::size_t kUserVersionAt = 60, kApplicationIdAt = 68;  // https://sqlite.org/fileformat2.html

Error foreignFile(const fs::path& file) {
    return {ErrorCode::StoreFailed, "is not a case file of Leukolens", file,
            "Choose another file; this one was left as it is."};
}

Error versionError(long long version, const fs::path& file) {
    if (version > kSchemaVersion) {
        return {ErrorCode::StoreFailed,
                "was written by a newer version of Leukolens (case file version " + std::to_string(version) +
                    ", this program knows up to " + std::to_string(kSchemaVersion) + ")",
                file, "Open it with that version, or choose another case file; this one was left as it is."};
    }
    return {ErrorCode::StoreFailed, "has the unknown case file version " + std::to_string(version), file,
            "Choose another case file; this one was left as it is."};
}

bool isKnown(long long version) {
    return version >= 1 && version <= kSchemaVersion;
}

bool mayUse(const fs::path& path, int mode) {
    return ::faccessat(AT_FDCWD, path.c_str(), mode, AT_EACCESS) == 0;
}

std::uint32_t bigEndian(const std::uint8_t* bytes) {
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

fs::path folderOf(const fs::path& file) {
    return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

Result<void> checkFolder(const fs::path& file) {
    const fs::path folder = folderOf(file);
    struct stat info {};
    if (::stat(folder.c_str(), &info) != 0) return fail(errorFromErrno(errno, folder, true));
    if (!S_ISDIR(info.st_mode)) return fail(errorFromErrno(ENOTDIR, folder, true));
    // SQLite keeps its log beside the file: without a writable folder no change could ever be saved.
    if (!mayUse(folder, W_OK | X_OK)) return fail(errorFromErrno(errno, folder, true));
    return {};
}

/// A file whose creation was cut off by a power failure: nothing in it yet, and SQLite's journal tells how to undo it.
bool isUnfinishedCreation(const Bytes& header, const fs::path& file) {
    fs::path journal = file;
    journal += "-journal";
    std::error_code ignored;
    return fs::exists(journal, ignored) &&
           std::all_of(header.begin(), header.end(), [](std::uint8_t byte) { return byte == 0; });
}

std::string plainPath(const fs::path& file) { return fs::absolute(file).string(); }

/// Read through SQLite, which knows what else of this process has the file open: closing a descriptor of our own would take the locks of all of them away (POSIX, fcntl), and whoever opens the file then believes to be alone with it
/// and deletes the log that they go on writing. Nothing is locked or recovered by this.
Result<Bytes> headerOf(const fs::path& file, std::uintmax_t fileBytes) {
    sqlite_api::sqlite3* probe = nullptr;
    int code = sqlite_api::sqlite3_open_v2(plainPath(file).c_str(), &probe, SQLITE_OPEN_READONLY, nullptr);
    // Not by xFileSize(), to which one byte is none.
    Bytes header(static_cast<std::size_t>(std::min<std::uintmax_t>(fileBytes, kHeaderBytes)));
    if (code == SQLITE_OK && !header.empty()) {
        sqlite_api::sqlite3_file* opened = nullptr;
        code = sqlite_api::sqlite3_file_control(probe, "main", SQLITE_FCNTL_FILE_POINTER, &opened);
        if (code == SQLITE_OK) code = opened->pMethods->xRead(opened, header.data(), static_cast<int>(header.size()), 0);
    }
    sqlite_api::sqlite3_close(probe);
    if (code != SQLITE_OK) return fail(errorFromSqlite(code, sqlite_api::sqlite3_errstr(code), file));
    return header;
}

/// Looks at the bytes before SQLite works with them: that may already write to a database.
Result<void> checkBeforeOpening(const fs::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) {
        if (errno == ENOENT) return {};  // will be created
        return fail(errorFromErrno(errno, file, false));
    }
    if (S_ISDIR(info.st_mode)) return fail(errorFromErrno(EISDIR, file, false));
    if (!S_ISREG(info.st_mode))
        return fail(ErrorCode::NotAFile, "is not an ordinary file", file, "Choose an ordinary file.");
    if (!mayUse(file, R_OK)) return fail(errorFromErrno(errno, file, false));
    if (!mayUse(file, W_OK)) return fail(errorFromErrno(errno, file, true));
    const auto read = headerOf(file, static_cast<std::uintmax_t>(info.st_size));
    if (!read) return fail(read.error());
    const Bytes& header = *read;
    if (header.empty() || isUnfinishedCreation(header, file)) return {};
    if (header.size() < kHeaderBytes || std::memcmp(header.data(), "SQLite format 3", 16) != 0 ||
        bigEndian(&header[kApplicationIdAt]) != kApplicationId) {
        return fail(foreignFile(file));
    }
    const auto version = bigEndian(&header[kUserVersionAt]);
    if (!isKnown(version)) return fail(versionError(version, file));
    return {};
}

long long pragmaNumber(soci::session& sql, const std::string& name) {
    long long value = 0;
    sql << "PRAGMA " + name, soci::into(value);
    return value;
}

/// SOCI reads its connect string as key=value pairs, in which a path with a quotation mark has no spelling: so the session
/// is opened on nothing, and given a connection that SQLite opened by the plain path.
void connect(Database& file) {
    file.sql.open(soci::sqlite3, ":memory:");
    sqlite_api::sqlite3* opened = nullptr;
    const int code = sqlite_api::sqlite3_open_v2(plainPath(file.address.file()).c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    if (code != SQLITE_OK) {
        const std::string message = opened ? sqlite_api::sqlite3_errmsg(opened) : "out of memory";
        sqlite_api::sqlite3_close(opened);
        throw soci::sqlite3_soci_error(message, code);
    }
    std::swap(sqliteConnection(file.sql), opened);
    sqlite_api::sqlite3_close(opened);
    // SQLite's own waiting grows to steps of 100 ms, in which others that write without a pause are always quicker.
    sqlite_api::sqlite3_busy_handler(sqliteConnection(file.sql), [](void*, int tries) { return tries < kBusySteps && ::usleep(kBusyStepUs) == 0 ? 1 : 0; }, nullptr);
}

void setCheckpointOnClose(soci::session& sql, bool on) {
    sqlite_api::sqlite3_db_config(sqliteConnection(sql), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, on ? 0 : 1, nullptr);
}

bool isEmpty(soci::session& sql) {
    long long tables = 0;
    sql << "SELECT count(*) FROM sqlite_master", soci::into(tables);
    return tables == 0 && pragmaNumber(sql, "application_id") == 0;
}

/// By the file's own say, the write-ahead log included.
long long checkedVersion(Database& file) {
    if (pragmaNumber(file.sql, "application_id") != kApplicationId) throw Refused{foreignFile(file.address.file())};
    const long long version = pragmaNumber(file.sql, "user_version");
    if (!isKnown(version)) throw Refused{versionError(version, file.address.file())};
    return version;
}

/// Creates the tables in an empty file, and brings those of an older version up to date.
void prepareSchema(Database& file) {
    if (!isEmpty(file.sql))
        if (const long long version = checkedVersion(file); version < kSchemaVersion) backUp(file, version);
    Transaction transaction(file.sql);
    if (isEmpty(file.sql)) {
        createSchema(file.sql);
        file.sql << "PRAGMA application_id = " << kApplicationId;
    } else {
        // Asked again under the lock: another program may have been quicker.
        if (const long long version = checkedVersion(file); version < kSchemaVersion) migrateSchema(file.sql, version);
        if (!hasAllTables(file.sql)) throw Refused{errorFromSqlite(SQLITE_CORRUPT, "tables are missing", file.address.file())};
    }
    ensureCodeKey(file.sql);
    transaction.commit();
}

void configure(Database& file) {
    std::string mode;
    file.sql << "PRAGMA journal_mode = WAL", soci::into(mode);
    if (mode != "wal") {
        throw Refused{{ErrorCode::StoreFailed, "this drive cannot keep a case file safely (journal mode " + mode + ")",
                       file.address.file(), "Choose a folder on a local disk."}};
    }
    file.sql << "PRAGMA synchronous = FULL";
    file.sql << "PRAGMA foreign_keys = ON";
}

}  // namespace

Error errorFromSqlite(int code, const std::string& message, const fs::path& file) {
    switch (code & 0xff) {
        case SQLITE_FULL: return errorFromErrno(ENOSPC, file, true);
        case SQLITE_NOMEM: return {ErrorCode::OutOfMemory, "memory ran out", file, "Close other programs and try again."};
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_CANTOPEN: {
            struct stat info {};
            const fs::path folder = folderOf(file);
            if (::stat(folder.c_str(), &info) != 0) return errorFromErrno(errno, folder, true);
            if (!mayUse(folder, W_OK | X_OK)) return errorFromErrno(errno, folder, true);
            if (::stat(file.c_str(), &info) != 0) return errorFromErrno(errno, file, true);
            return errorFromErrno(mayUse(file, R_OK | W_OK) ? EACCES : errno, file, true);
        }
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorCode::StoreFailed, "is being used by another program", file,
                    "Close the other program that has these cases open, then try again."};
        case SQLITE_NOTADB: return foreignFile(file);
        case SQLITE_IOERR: {
            // What the log's index says on a full disk: SQLite reports it as a plain failure to resize.
            struct statvfs space {};
            if (::statvfs(folderOf(file).c_str(), &space) == 0 && space.f_bavail == 0)
                return errorFromErrno(ENOSPC, file, true);
            return {ErrorCode::WriteFailed, "the disk failed (" + message + ")", file, "Check the drive, then try again."};
        }
        case SQLITE_CORRUPT:
            return {ErrorCode::StoreFailed, "the case file is damaged (" + message + ")", file,
                    "Restore it from a backup, or choose another case file."};
        default: return {ErrorCode::StoreFailed, "the case file refused (" + message + ")", file, {}};
    }
}

sqlite_api::sqlite3*& sqliteConnection(soci::session& sql) {
    return static_cast<soci::sqlite3_session_backend*>(sql.get_backend())->conn_;
}

Result<std::unique_ptr<Database>> openSqliteFile(const fs::path& file) {
    if (auto ok = checkFolder(file); !ok) return fail(ok.error());
    if (auto ok = checkBeforeOpening(file); !ok) return fail(ok.error());
    auto opened = std::make_unique<Database>(file);
    return guarded(*opened, [&]() -> Result<std::unique_ptr<Database>> {
        connect(*opened);
        setCheckpointOnClose(opened->sql, false);  // a file that is refused below stays as it is
        prepareSchema(*opened);
        setCheckpointOnClose(opened->sql, true);
        configure(*opened);
        return std::move(opened);
    });
}

}  // namespace leukolens::casebook
