#include "ui/accounts/account_words.h"

#include <QCoreApplication>

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

}  // namespace leukolens::ui
