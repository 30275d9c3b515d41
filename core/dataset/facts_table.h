// Facts of subjects from a table of their own, and into a Dataset.
#pragma once

#include "core/dataset/dataset.h"
#include "core/dataset/subject_facts.h"

namespace leukolens::dataset {

struct SubjectFactsTable {
    FactsBySubject facts;           ///< subjects of whom nothing is known included
    std::vector<Problem> problems;  ///< each names its line
};

/// A CSV or TSV file of subjects: a column of their ids (told by usual names: subject, patient, patient_id…; or `subjectColumn`) and columns of
/// facts, told by their headers, in the units of SubjectFacts or those that the header states (factColumn()); other columns are kept as text.
/// Problems: "damaged_line", "no_subject" (a record without id), "implausible_fact", "contradicting_facts" (of two records of one subject; the fact
/// is then missing), "personal_data" (names and dates of people; the column is not kept), "unknown_unit", "unclear_column", "column_not_kept". Fails
/// as CsvReader does, or with ReadFailed where no column says the subject.
Result<SubjectFactsTable> readSubjectFacts(const std::filesystem::path& table, const std::string& subjectColumn = {});

/// The dataset with these facts added to those it has; C-NMC's ids are compared in upper case. Where both have a fact and they differ it becomes
/// missing
/// ("contradicting_facts"); subjects that are not in the data are named ("unknown_subject"). Problems name `source` as their file.
Dataset withFacts(Dataset dataset, const SubjectFactsTable& table, const std::filesystem::path& source);

}  // namespace leukolens::dataset
