// What can be changed of an account that is there: role, whether it is active, passphrase.
#pragma once

#include <QWidget>

#include <optional>

#include "core/casebook/accounts.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace leukolens::ui {

class PassphraseField;

/// Asks only; who shows it changes the account. GUI thread only.
class AccountEditor : public QWidget {
    Q_OBJECT
public:
    explicit AccountEditor(QWidget* parent = nullptr);
    /// administers: role and state can be changed. own: of the person who sits here, who gives the present passphrase to change it. Nothing: everything is disabled.
    void setAccount(const std::optional<casebook::Account>& account, bool administers, bool own);
    /// How a change of passphrase went: afterwards nothing is left in the fields, or the present one is typed again.
    void passphraseWasSet(bool done);

Q_SIGNALS:
    void changeRequested(const leukolens::casebook::Account& account);
    void passphraseRequested(const QString& name, const QString& passphrase, const QString& present);  ///< present: empty unless it is one's own

private:
    void check();
    void setPassphrase();
    void clearFields();

    bool m_own = false, m_asked = false;
    std::optional<casebook::Account> m_account;
    QLabel* m_title = nullptr;
    QComboBox* m_role = nullptr;
    QCheckBox* m_active = nullptr;
    PassphraseField *m_present = nullptr, *m_passphrase = nullptr, *m_again = nullptr;
    QLabel* m_hint = nullptr;
    QPushButton* m_set = nullptr;
};

}  // namespace leukolens::ui
