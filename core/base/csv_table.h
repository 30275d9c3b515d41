// Records of CSV and TSV files as people and spreadsheets write them (RFC 4180, and what they make of it).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace leukolens {

struct CsvLimits {
    std::uint64_t maxBytes = 64u << 20;  ///< of the file
    std::size_t maxColumns = 500;
    std::size_t maxRecordBytes = 1u << 20;  ///< of one record, quoted line ends included
    std::size_t maxRecords = 500'000;       ///< without the header
};

struct CsvRecord {
    std::vector<std::string> fields;  ///< as many as the header has; empty where `fault` says something
    int line = 0;                     ///< on which it begins, 1-based, as a text editor counts
    std::string fault;                ///< why the record is damaged ("has 3 fields, expected 4"); empty: it is whole
};

/// Reads a header and then one record after another, so that memory is that of the file and of one record. Fields are separated by comma, semicolon
/// or tab (that which divides the header into most fields; Excel's first line "sep=;" is obeyed), lines end by LF, CRLF or CR, fields may stand in
/// double quotes, spaces around quotes are passed over, a byte order mark too. The text must be UTF-8. Not thread-safe.
class CsvReader {
public:
    /// Fails with what readFile() says, ReadFailed (empty, not UTF-8, a quote never closed, a column named twice; the line is named)
    /// or TooLarge (a limit; the line is named).
    static Result<CsvReader> open(const std::filesystem::path& file, const CsvLimits& limits = {});
    /// The same from text; `file` is only named in errors.
    static Result<CsvReader> fromText(std::string text, const std::filesystem::path& file, const CsvLimits& limits = {});

    /// Names without surrounding spaces, each once; a column without a name is called "column N" (1-based).
    const std::vector<std::string>& header() const { return m_header; }
    int headerLine() const { return m_headerLine; }
    char separator() const { return m_separator; }

    /// The next record; false at the end. Records without any text are passed over. A damaged one says so in `fault` and stops nothing. Fails with
    /// ReadFailed (a quote never closed) or TooLarge; there is no sense in going on then.
    Result<bool> next(CsvRecord& record);

private:
    CsvReader(std::string text, std::filesystem::path file, const CsvLimits& limits)
        : m_text(std::move(text)), m_file(std::move(file)), m_limits(limits) {}

    Result<void> checkText() const;
    Result<void> readHeader();
    bool obeySepLine();
    Result<std::size_t> readFields(CsvRecord& record, std::size_t keep);
    Result<void> readField(std::string& field, std::string& fault);
    Result<void> readQuoted(std::string& field, std::string& fault);
    void readPlain(std::string& field, std::string& fault);
    bool atLineEnd() const { return m_at >= m_text.size() || m_text[m_at] == '\n' || m_text[m_at] == '\r'; }
    void passLineEnd();
    int lineOf(std::size_t offset) const;

    std::string m_text;
    std::filesystem::path m_file;
    CsvLimits m_limits;
    std::vector<std::string> m_header;
    int m_headerLine = 1;
    char m_separator = ',';
    std::size_t m_at = 0;  ///< of the next byte
    std::size_t m_recordStart = 0;
    int m_line = 1;  ///< of m_at
    std::size_t m_records = 0;
};

/// Without spaces, tabs and line ends at both ends.
std::string trimmed(std::string_view text);

}  // namespace leukolens
