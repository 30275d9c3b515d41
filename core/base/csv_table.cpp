#include "core/base/csv_table.h"

#include <algorithm>
#include <set>

#include "core/base/files.h"
#include "core/base/utf8.h"

namespace leukolens {
namespace {

constexpr const char* kSaveAgain = "Open it in a spreadsheet and save it as CSV in UTF-8.";

std::string onLine(int line) {
    return "line " + std::to_string(line) + " ";
}

std::size_t countOutsideQuotes(std::string_view line, char separator) {
    std::size_t count = 0;
    bool quoted = false;
    for (const char c : line) {
        if (c == '"') quoted = !quoted;
        if (c == separator && !quoted) ++count;
    }
    return count;
}

/// That which divides the line into most fields, the first of these on a tie.
char bestSeparator(std::string_view line) {
    char best = ',';
    std::size_t most = 0;
    for (const char candidate : {'\t', ';', ','}) {
        const std::size_t count = countOutsideQuotes(line, candidate);
        if (count > most) {
            most = count;
            best = candidate;
        }
    }
    return best;
}

}  // namespace

std::string trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(kBlank) - first + 1));
}

Result<CsvReader> CsvReader::open(const std::filesystem::path& file, const CsvLimits& limits) {
    auto text = readTextFile(file, limits.maxBytes);
    if (!text) return fail(text.error());
    return fromText(std::move(*text), file, limits);
}

Result<CsvReader> CsvReader::fromText(std::string text, const std::filesystem::path& file, const CsvLimits& limits) {
    if (text.size() > limits.maxBytes)
        return fail(ErrorCode::TooLarge, "has " + std::to_string(text.size()) + " bytes, more than the limit of " + std::to_string(limits.maxBytes),
                    file, "Divide the table.");
    CsvReader reader(std::move(text), file, limits);
    if (auto fits = reader.checkText(); !fits) return fail(fits.error());
    if (auto read = reader.readHeader(); !read) return fail(read.error());
    return reader;
}

Result<void> CsvReader::checkText() const {
    if (m_text.starts_with("\xFF\xFE") || m_text.starts_with("\xFE\xFF"))
        return fail(ErrorCode::ReadFailed, "is text in UTF-16, expected UTF-8", m_file, kSaveAgain);
    if (const std::size_t zero = m_text.find('\0'); zero != std::string::npos)
        return fail(ErrorCode::ReadFailed, onLine(lineOf(zero)) + "holds a zero byte, as no text does", m_file, "Choose a table of text.");
    if (const std::size_t wrong = firstNonUtf8(m_text); wrong != std::string::npos)
        return fail(ErrorCode::ReadFailed, onLine(lineOf(wrong)) + "holds bytes that are not UTF-8", m_file, kSaveAgain);
    return {};
}

/// Excel's own way of naming the separator.
bool CsvReader::obeySepLine() {
    const std::string_view rest = std::string_view(m_text).substr(m_at);
    if (rest.size() < 6 || (!rest.starts_with("sep=") && !rest.starts_with("SEP=")) || (rest[5] != '\r' && rest[5] != '\n')) return false;
    if (rest[4] != ',' && rest[4] != ';' && rest[4] != '\t') return false;
    m_separator = rest[4];
    m_at += 5;
    passLineEnd();
    return true;
}

Result<void> CsvReader::readHeader() {
    if (m_text.starts_with("\xEF\xBB\xBF")) m_at = 3;
    const bool told = obeySepLine();
    while (m_at < m_text.size() && atLineEnd()) passLineEnd();
    m_headerLine = m_line;
    if (!told) m_separator = bestSeparator(std::string_view(m_text).substr(m_at, m_text.find_first_of("\r\n", m_at) - m_at));
    CsvRecord first;
    const auto count = readFields(first, m_limits.maxColumns);
    if (!count) return fail(count.error());
    if (!first.fault.empty()) return fail(ErrorCode::ReadFailed, onLine(m_headerLine) + first.fault, m_file, kSaveAgain);
    if (*count > m_limits.maxColumns)
        return fail(
            ErrorCode::TooLarge,
            onLine(m_headerLine) + "names " + std::to_string(*count) + " columns, more than the limit of " + std::to_string(m_limits.maxColumns),
            m_file, "Keep the columns that are needed.");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < first.fields.size(); ++i) {
        std::string name = trimmed(first.fields[i]);
        if (name.empty() && *count == 1)
            return fail(ErrorCode::ReadFailed, "is empty, expected a first line that names the columns", m_file, "Choose another file.");
        if (name.empty()) name = "column " + std::to_string(i + 1);
        if (!seen.insert(name).second)
            return fail(ErrorCode::ReadFailed, onLine(m_headerLine) + "names the column " + quotedForMessage(name) + " twice", m_file,
                        "Give each column a name of its own.");
        m_header.push_back(std::move(name));
    }
    return {};
}

Result<bool> CsvReader::next(CsvRecord& record) {
    while (m_at < m_text.size()) {
        const auto count = readFields(record, m_header.size());
        if (!count) return fail(count.error());
        const bool blank = record.fault.empty() &&
                           std::all_of(record.fields.begin(), record.fields.end(), [](const std::string& field) { return trimmed(field).empty(); });
        if (blank && (*count <= m_header.size() || *count == 1)) continue;
        if (++m_records > m_limits.maxRecords)
            return fail(ErrorCode::TooLarge, onLine(record.line) + "is beyond the limit of " + std::to_string(m_limits.maxRecords) + " records",
                        m_file, "Divide the table.");
        if (record.fault.empty() && *count != m_header.size())
            record.fault = "has " + std::to_string(*count) + (*count == 1 ? " field" : " fields") + ", expected " + std::to_string(m_header.size());
        if (!record.fault.empty()) record.fields.clear();
        return true;
    }
    return false;
}

/// How many there are; the first `keep` of them are kept.
Result<std::size_t> CsvReader::readFields(CsvRecord& record, std::size_t keep) {
    record.fields.clear();
    record.fault.clear();
    record.line = m_line;
    m_recordStart = m_at;
    std::string field;
    for (std::size_t count = 1;; ++count) {
        field.clear();
        if (auto read = readField(field, record.fault); !read) return fail(read.error());
        if (count <= keep) record.fields.push_back(field);
        if (m_at - m_recordStart > m_limits.maxRecordBytes)
            return fail(ErrorCode::TooLarge,
                        onLine(record.line) + "is longer than the limit of " + std::to_string(m_limits.maxRecordBytes) + " bytes", m_file,
                        "Choose a table of short lines.");
        if (atLineEnd()) {
            passLineEnd();
            return count;
        }
        ++m_at;  // the separator
    }
}

Result<void> CsvReader::readField(std::string& field, std::string& fault) {
    const std::size_t text = m_text.find_first_not_of(' ', m_at);
    if (text != std::string::npos && m_text[text] == '"') {
        m_at = text;
        return readQuoted(field, fault);
    }
    readPlain(field, fault);
    return {};
}

Result<void> CsvReader::readQuoted(std::string& field, std::string& fault) {
    const int opened = m_line;
    for (++m_at;; ++m_at) {
        if (m_at >= m_text.size() || m_at - m_recordStart > m_limits.maxRecordBytes)
            return fail(ErrorCode::ReadFailed, onLine(opened) + "opens a quote that is never closed", m_file,
                        "Close it, or double the quotes that belong to the text.");
        const char c = m_text[m_at];
        if (c == '"') {
            if (m_at + 1 >= m_text.size() || m_text[m_at + 1] != '"') break;
            ++m_at;
        }
        if (c == '\n' || (c == '\r' && (m_at + 1 >= m_text.size() || m_text[m_at + 1] != '\n'))) ++m_line;
        field += c;
    }
    ++m_at;
    while (!atLineEnd() && m_text[m_at] != m_separator) {
        if (m_text[m_at] != ' ') fault = "has text after a closing quote";
        ++m_at;
    }
    return {};
}

void CsvReader::readPlain(std::string& field, std::string& fault) {
    const std::size_t end = std::min(m_text.find_first_of(std::string("\r\n") + m_separator, m_at), m_text.size());
    field.assign(m_text, m_at, end - m_at);
    if (field.find('"') != std::string::npos) fault = "has a quote inside a field that does not begin with one";
    m_at = end;
}

void CsvReader::passLineEnd() {
    if (m_at >= m_text.size()) return;
    if (m_text[m_at] == '\r' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '\n') ++m_at;
    ++m_at;
    ++m_line;
}

int CsvReader::lineOf(std::size_t offset) const {
    int line = 1;
    for (std::size_t i = 0; i < offset; ++i) {
        if (m_text[i] == '\n' || (m_text[i] == '\r' && m_text[i + 1] != '\n')) ++line;
    }
    return line;
}

}  // namespace leukolens
