// A table of images (CSV or TSV) to labelled files.
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/dataset/labelled_files.h"
#include "core/dataset/table_columns.h"

namespace leukolens::dataset {

/// Whether the name ends like a table (.csv .tsv .tab .txt, any case).
bool hasTableExtension(const std::filesystem::path& file);

/// One record an image: path, class, and, where the table has such columns, subject and facts of it. Paths count from the table's folder, with / or
/// \. A path may be absolute or lead out of that folder by "..", but it has to be an ordinary file that is there: reading a picture changes nothing
/// and what is no picture is refused by its bytes, so a foreign table can at most make a person look at a picture of his own; that and how many such
/// files there are is said ("outside_folder"). Damaged records, missing files, empty and contradicting entries become problems that name the line:
/// "damaged_line", "missing_file", "not_a_file", "unlabelled", "no_subject" (kept, its subject is not known), "duplicate_row" (kept once),
/// "contradicting_rows" (the file is left out). Fails as CsvReader and findColumns() do, with ReadFailed where no column says path or class or the
/// class column has more than 1,000 different values, or with Cancelled. No picture is opened.
Result<LabelledFiles> labelByTable(const std::filesystem::path& table, const TableColumns& columns, const CancelToken& cancel);

}  // namespace leukolens::dataset
