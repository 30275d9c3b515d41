// Lines of the audit trail in words. Any thread.
#pragma once

#include <QString>

#include "core/casebook/audit_trail.h"

namespace leukolens::ui {

QString auditAction(const std::string& action);         ///< "Fact changed"; the name itself where it is not known
QString auditChange(const casebook::AuditRow& row);     ///< old → new, and the reason where one was given; may be empty
QString auditTime(const std::string& iso);              ///< local time, with seconds

/// What verifying found, and what to do where it is not intact: whole sentences.
QString verificationWords(const casebook::Verification& found);

}  // namespace leukolens::ui
