#include "ui/shell/theme_icon.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "ui/shell/theme.h"

namespace leukolens::ui {

ThemeIconEngine::ThemeIconEngine(QString name, std::optional<QColor> fixed) : m_name(std::move(name)), m_fixed(fixed) {}

QColor ThemeIconEngine::colour(QIcon::Mode mode, QIcon::State state) const {
    if (mode == QIcon::Disabled) {
        QColor faded = Theme::text();
        faded.setAlphaF(0.38F);
        return faded;
    }
    return m_fixed ? *m_fixed : state == QIcon::On ? Theme::accent() : Theme::text();
}

QPixmap ThemeIconEngine::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) {
    if (size.isEmpty()) return {};  // a button without room for it
    const QColor tint = colour(mode, state);
    const QString key = QString("leukolens/%1/%2x%3/%4").arg(m_name).arg(size.width()).arg(size.height()).arg(tint.rgba());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) return pixmap;
    QFile file(":/icons/" + m_name + ".svg");
    if (!file.open(QIODevice::ReadOnly)) qFatal("no icon named %s", qUtf8Printable(m_name));
    QSvgRenderer svg(file.readAll());
    pixmap = QPixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    svg.setAspectRatioMode(Qt::KeepAspectRatio);
    svg.render(&painter);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), tint);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void ThemeIconEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) {
    const qreal ratio = painter->device()->devicePixelRatioF();
    QPixmap drawn = pixmap(rect.size() * ratio, mode, state);
    drawn.setDevicePixelRatio(ratio);
    painter->drawPixmap(rect.topLeft(), drawn);
}

QIconEngine* ThemeIconEngine::clone() const {
    return new ThemeIconEngine(*this);
}

}  // namespace leukolens::ui
