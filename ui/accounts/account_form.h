// Name, role and passphrase of an account to be.
#pragma once

#include <QWidget>

#include "core/casebook/accounts.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace leukolens::ui {

class PassphraseField;

/// Asks only; who shows it adds the account. GUI thread only.
class AccountForm : public QWidget {
    Q_OBJECT
public:
    explicit AccountForm(QWidget* parent = nullptr);
    /// The first account is an administrator's.
    void setFirst(bool first);
    void clear();
    void setBusy(bool busy);

Q_SIGNALS:
    void addRequested(const QString& name, leukolens::casebook::Role role, const QString& passphrase);

private:
    void check();
    void add();

    QLineEdit* m_name = nullptr;
    QComboBox* m_role = nullptr;
    PassphraseField *m_passphrase = nullptr, *m_again = nullptr;
    QLabel* m_hint = nullptr;
    QPushButton* m_add = nullptr;
    bool m_first = false, m_busy = false;
};

/// What is wrong with a passphrase typed twice, a sentence; empty: nothing, or nothing typed yet.
QString passphraseProblem(const PassphraseField& passphrase, const PassphraseField& again);
bool isPassphraseReady(const PassphraseField& passphrase, const PassphraseField& again);

}  // namespace leukolens::ui
