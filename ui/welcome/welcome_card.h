// One of the large buttons of the welcome page: icon, title, a sentence, and room for something more below.
#pragma once

#include <QAbstractButton>

class QBoxLayout;
class QLabel;

namespace leukolens::ui {

class WelcomeCard : public QAbstractButton {
    Q_OBJECT
public:
    WelcomeCard(const QString& objectName, const QString& iconName, const QString& title, QWidget* parent);

    void setSentence(const QString& sentence);
    /// A link below the sentence, pressed by itself. Takes ownership.
    void addLink(QWidget* link);
    /// Lying: the icon beside the words, for where cards stand below one another.
    void setLying(bool lying);

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QBoxLayout *m_layout = nullptr, *m_words = nullptr;
    QLabel* m_sentence = nullptr;
};

}  // namespace leukolens::ui
