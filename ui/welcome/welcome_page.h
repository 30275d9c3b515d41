// What is shown at the first start, and by Help, Welcome: three ways to begin. It says what it was asked for; others do it.
#pragma once

#include <QWidget>

class QBoxLayout;
class QLabel;
class QPushButton;

namespace leukolens::ui {

class AppSettings;
class WelcomeCard;

class WelcomePage : public QWidget {
    Q_OBJECT
public:
    explicit WelcomePage(AppSettings& settings, QWidget* parent = nullptr);

    enum class Sample { NotMade, BeingMade, Made };
    /// What is there decides what the cards say.
    void showWhatIsThere(bool hasModel, bool hasData, Sample sample);

Q_SIGNALS:
    void classifyRequested();
    void addModelRequested();
    void trainRequested();
    void lookAroundRequested();
    void tourRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* createHead();
    QWidget* createCards();
    QWidget* createFoot();
    QWidget* createLanguage();
    void arrange();

    AppSettings& m_settings;
    QBoxLayout *m_outside = nullptr, *m_cards = nullptr, *m_foot = nullptr;
    WelcomeCard *m_classify = nullptr, *m_train = nullptr, *m_look = nullptr;
    QPushButton* m_addModel = nullptr;
};

}  // namespace leukolens::ui
