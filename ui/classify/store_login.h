// The password of a case store on a server: asked for when the server wants one, kept in memory for as long as the program runs.
#pragma once

#include <QDialog>

class QLabel;
class QPushButton;

namespace leukolens {
struct Error;
}

namespace leukolens::ui {

class AppContext;
class CaseWriter;
class PassphraseField;

/// Opens itself over `window` when CaseWriter asks, and stays until the store is open or the person does without it. GUI thread.
class StoreLogin : public QDialog {
    Q_OBJECT
public:
    StoreLogin(AppContext& context, CaseWriter& writer, QWidget* window);

private:
    void createLayout();
    void ask();
    void showAddress();
    void connectToServer();
    void takeOtherStore();
    void reopenStore();
    void setConnecting(bool connecting);
    void say(const QString& problem);

    AppContext& m_context;
    CaseWriter& m_writer;
    QLabel *m_address = nullptr, *m_problem = nullptr;
    PassphraseField* m_password = nullptr;
    QPushButton *m_connect = nullptr, *m_other = nullptr;
    bool m_connecting = false;
};

}  // namespace leukolens::ui
