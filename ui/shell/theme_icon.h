// An icon drawn from resources/icons/NAME.svg in the colours that hold when it is painted, so that a change of theme needs
// no new icons.
#pragma once

#include <QColor>
#include <QIconEngine>
#include <QString>

#include <optional>

namespace leukolens::ui {

class ThemeIconEngine final : public QIconEngine {
public:
    explicit ThemeIconEngine(QString name, std::optional<QColor> fixed = {});

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    QIconEngine* clone() const override;

private:
    QColor colour(QIcon::Mode mode, QIcon::State state) const;

    QString m_name;
    std::optional<QColor> m_fixed;
};

}  // namespace leukolens::ui
