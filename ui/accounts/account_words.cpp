#include "ui/accounts/account_words.h"

#include <QCoreApplication>

#include "ui/shell/core_texts.h"

namespace leukolens::ui {
namespace {

struct AccountWords {
    Q_DECLARE_TR_FUNCTIONS(AccountWords)
};

}  // namespace

QString roleTitle(casebook::Role role) {
    switch (role) {
        case casebook::Role::Technician: return AccountWords::tr("Technician");
        case casebook::Role::Reviewer: return AccountWords::tr("Reviewer");
        case casebook::Role::Administrator: return AccountWords::tr("Administrator");
    }
    return {};
}

QString roleHelp(casebook::Role role) {
    switch (role) {
        case casebook::Role::Technician: return AccountWords::tr("Classifies and corrects, but does not sign.");
        case casebook::Role::Reviewer: return AccountWords::tr("Also signs and reopens cases.");
        case casebook::Role::Administrator: return AccountWords::tr("Also looks after accounts, rules and backups.");
    }
    return {};
}

QString problemWords(const Error& error) {
    const QString detail = errorDetail(error), advice = errorAdvice(error);
    if (advice.isEmpty()) return detail + '.';
    //: what is wrong, then a sentence of advice
    return AccountWords::tr("%1. %2").arg(detail, advice);
}

}  // namespace leukolens::ui
