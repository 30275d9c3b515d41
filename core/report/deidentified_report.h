// A report that may leave the laboratory without saying whose cells they are.
#pragma once

#include "core/report/case_report.h"

namespace leukolens::report {

/// The label becomes Patient::code (empty in a report of a session alone), dates become "day 12" (casebook::DayCount; the timeline keeps its days), facts, cells and cards of models as casebook:: and inference::deidentified(). Left out: notes, comments, names of
/// people, times of work, paths and checksums of pictures, heads of the trail, the store's numbers (cells and session are counted from 1 instead). Of the time it was made the year is left. Counts, answers and
/// checksums of models stay, and names of classes as they are. Where pictures lie stays in CaseReport::hiddenPictures, for what draws them.
CaseReport deidentified(CaseReport report);

}  // namespace leukolens::report
