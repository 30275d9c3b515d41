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
    /// passphraseOnly: of a person's own account, who is no administrator. Nothing: everything is disabled.
    void setAccount(const std::optional<casebook::Account>& account, bool passphraseOnly);

Q_SIGNALS:
    void changeRequested(const leukolens::casebook::Account& account);
    void passphraseRequested(const QString& name, const QString& passphrase);

private:
    void check();
    void setPassphrase();

    std::optional<casebook::Account> m_account;
    QLabel* m_title = nullptr;
    QComboBox* m_role = nullptr;
    QCheckBox* m_active = nullptr;
    PassphraseField *m_passphrase = nullptr, *m_again = nullptr;
    QLabel* m_hint = nullptr;
    QPushButton* m_set = nullptr;
};

}  // namespace leukolens::ui
